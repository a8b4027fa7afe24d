/** No endpoint runs commands, reads files that a request names, or tells the environment of the process. */

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { startTraced, stopAll, type Traced } from './support.ts';

/** Only these two are looked for in replies; requests have their names and never what they hold. */
const IN_ENVIRONMENT = `environment-${randomUUID()}`;
const IN_FILE = `file-${randomUUID()}`;

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

interface Replied extends Asked {
  readonly status: number;
  readonly reply: string;
}

describe('endpoints', () => {
  let folder = '';
  let server: Traced;
  let paths: Readonly<Record<'http' | 'admin', readonly string[]>>;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'e2e-leaks-'));
    writeFileSync(join(folder, 'canary'), IN_FILE);
    server = await startTraced({ env: { CANARY: IN_ENVIRONMENT, AWS_SECRET_ACCESS_KEY: IN_ENVIRONMENT } });
    const { paths: ofHttp } = JSON.parse((await ask(server.httpPort, { method: 'GET', path: '/openapi.json' })).reply);
    const { endpoints } = JSON.parse((await ask(server.adminPort, { method: 'GET', path: '/nope' })).reply);
    paths = {
      http: Object.keys(ofHttp),
      admin: endpoints.map(({ path }: { readonly path: string }) => path),
    };
  });
  after(async () => {
    await stopAll();
    rmSync(folder, { recursive: true });
  });

  /** What somebody would try who wants a file, a variable or a command. */
  function attempts(): readonly string[] {
    const file = join(folder, 'canary');
    const climb = '../'.repeat(12);
    return [
      file,
      `${climb}${file.slice(1)}`,
      `file://${file}`,
      `@${file}`,
      '/proc/self/environ',
      `${climb}proc/self/environ`,
      '$CANARY',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is sent as it is.
      '${process.env.CANARY}',
      `;touch ${file}-ran`,
      `$(touch ${file}-ran)`,
      `\`touch ${file}-ran\``,
    ];
  }

  function requestsTo(path: string): readonly Asked[] {
    const parameter = /\{\w+\}|:\w+|\*/g;
    return attempts().flatMap((attempt): Asked[] => {
      const encoded = encodeURIComponent(attempt);
      const query = ['path', 'file', 'url', 'cmd', 'name', 'filter'].map((name) => `${name}=${encoded}`).join('&');
      const own = path.replace(parameter, encoded);
      return [
        { method: 'GET', path: `${own}?${query}` },
        { method: 'GET', path: `${path.replace(parameter, 'x')}/${encoded}` },
        { method: 'GET', path: encodeURI(`${path.replace(parameter, '')}/${attempt}`) },
        { method: 'PUT', path: own, body: attempt },
        { method: 'POST', path: own, body: JSON.stringify({ file: attempt, status: attempt, fault: attempt }) },
      ];
    });
  }

  async function replies(port: number, all: readonly string[]): Promise<readonly Replied[]> {
    const asked = all.flatMap(requestsTo);
    const answers: Replied[] = [];
    // Some endpoints take their time by default: many at once, and no more than a client would have connections.
    const next = asked.values();
    const worker = async () => {
      for (const one of next) answers.push(await ask(port, one));
    };
    await Promise.all(Array.from({ length: 32 }, worker));
    assert.equal(answers.length, asked.length);
    return answers;
  }

  function assertNothingTold(all: readonly Replied[]): void {
    for (const { method, path, reply } of all) {
      assert.ok(!reply.includes(IN_FILE) && !reply.includes(IN_ENVIRONMENT), `${method} ${path}: ${reply}`);
    }
    assert.ok(!existsSync(join(folder, 'canary-ran')), 'a command was run');
  }

  test('of the HTTP port tell nothing', async () => {
    assert.ok(paths.http.length > 30, String(paths.http));
    const all = await replies(server.httpPort, paths.http);
    assert.ok(all.some(({ status }) => status === 200) && all.some(({ status }) => status === 404));
    assertNothingTold(all);
  });

  test('of the admin port tell nothing, and change nothing for a value that is none', async () => {
    assert.ok(paths.admin.length >= 5, String(paths.admin));
    assertNothingTold(await replies(server.adminPort, paths.admin));
    const { reply } = await ask(server.adminPort, { method: 'GET', path: '/api/faults' });
    assert.deepEqual(JSON.parse(reply), { fault: null });
  });

  test('and what they said is in no trace either', async () => {
    const trace = JSON.stringify(await server.events());
    for (const output of [trace, server.stdout(), server.stderr()]) {
      assert.ok(!output.includes(IN_FILE) && !output.includes(IN_ENVIRONMENT));
    }
  });
});

/** Without what a URL class would make of the path. */
function ask(port: number, { method, path, body }: Asked): Promise<Replied> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, agent: false }, async (response) => {
      const reply = String(await buffer(response).catch(() => Buffer.alloc(0)));
      resolve({ method, path, status: response.statusCode ?? 0, reply });
    });
    sent.on('error', reject).end(body);
  });
}
