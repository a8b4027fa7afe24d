import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { formatJson } from '../../../src/formats/json.ts';
import { createServerSource, type ServerSource } from '../../../src/web/source/server-source.ts';
import { FilterRefused, SourceError } from '../../../src/web/source/source.ts';
import { numbered, ranges } from '../../support/numbered.ts';

interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

interface Answering {
  readonly source: ServerSource;
  readonly asked: Asked[];
}

const BASE = 'https://ops.test/replica-1/?tab=wire';

function answering(answer: (asked: Asked) => Response | Promise<Response>, base = BASE): Answering {
  const asked: Asked[] = [];
  const source = createServerSource({
    base,
    name: 'pod-7f9c',
    async fetch(url, init = {}) {
      asked.push({ url, init });
      return answer({ url, init });
    },
  });
  return { source, asked };
}

function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), { status });
}

function refused(message: string, status = 400, more: object = {}): Response {
  return new Response(JSON.stringify({ statusCode: status, error: 'Bad', message, ...more }), {
    status,
    statusText: 'Bad',
  });
}

/** NDJSON that comes in pieces of 100 bytes. */
function ndjson(firstSeq: number, lastSeq: number): Response {
  const bytes = new TextEncoder().encode(`${numbered(firstSeq, lastSeq).map(formatJson).join('\n')}\n`);
  let at = 0;
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (at >= bytes.length) controller.close();
        else controller.enqueue(bytes.subarray(at, at + 100));
        at += 100;
      },
    }),
  );
}

/** Below the page's folder. */
function paths({ asked }: Answering): string[] {
  return asked.map(({ url }) => {
    assert.ok(url.startsWith('https://ops.test/replica-1/'), url);
    return decodeURIComponent(url.slice('https://ops.test/replica-1/'.length)).replaceAll('+', ' ');
  });
}

suite('the trace of a server', () => {
  test('is asked for below the address of the page', async () => {
    const answers = answering(({ url }) =>
      url.includes('/index') ? json({ firstSeq: 3, lastSeq: 9, isCut: false }) : ndjson(3, 5),
    );
    const { source } = answers;
    await source.index('');
    await source.index('a && b');
    assert.equal(ranges(await source.read(3, 5)), '3-5');
    await source.ofStream('c3', 5, 100);
    await source.ofStream('c3', undefined, 100);
    await source.matching('type:PING', 7);
    await source.matching('', 7);
    assert.deepEqual(paths(answers), [
      'api/trace/index',
      'api/trace/index?filter=a && b',
      'api/trace?since=3&until=5&format=ndjson',
      'api/trace?conn=c3&stream=5&limit=100&format=ndjson',
      'api/trace?conn=c3&limit=100&format=ndjson',
      'api/trace?filter=type:PING&limit=7&format=ndjson',
      'api/trace?limit=7&format=ndjson',
    ]);
  });

  test('is asked for without the password of the address, which fetch refuses', async () => {
    const { source, asked } = answering(() => json({ isCut: false }), 'http://:secret@localhost:8090/');
    await source.index('');
    assert.equal(asked[0]?.url, 'http://localhost:8090/api/trace/index');
  });

  test('has an index, of which what is not known is undefined', async () => {
    const { source } = answering(() => json({ isCut: false }));
    const none = { firstSeq: undefined, lastSeq: undefined, seqs: undefined, isCut: false };
    assert.deepEqual(await source.index(''), none);
    const some = { firstSeq: 1, lastSeq: 9, seqs: [2, 4], isCut: true };
    assert.deepEqual(await answering(() => json({ ...some, cel: 'x' })).source.index('x'), some);
  });

  test('is read from an answer in pieces, whatever else is in it', async () => {
    const lines = [...numbered(1, 2).map(formatJson), '', 'no event', '{}', ...numbered(3, 3).map(formatJson)];
    const { source } = answering(() => new Response(lines.join('\n')));
    assert.equal(ranges(await source.read(1, 3)), '1-3');
    assert.equal(ranges(await answering(() => ndjson(1, 500)).source.read(1, 500)), '1-500');
    assert.equal(ranges(await answering(() => new Response(null)).source.read(1, 500)), '');
  });

  test('is live at a WebSocket of the same security', () => {
    assert.equal(answering(() => json({})).source.liveUrl, 'wss://ops.test/replica-1/api/trace/live');
    assert.equal(
      answering(() => json({}), 'http://localhost:8090/').source.liveUrl,
      'ws://localhost:8090/api/trace/live',
    );
  });

  test('is downloaded by a path', () => {
    const { server } = answering(() => json({})).source;
    assert.equal(server.exportPath('', 'pcapng'), 'api/trace?format=pcapng');
    assert.equal(server.exportPath('conn == "c3"', 'qlog'), 'api/trace?filter=conn+%3D%3D+%22c3%22&format=qlog');
  });
});

suite('what only a server knows', () => {
  test('are its connections, and one of them', async () => {
    const answers = answering(({ url }) =>
      url.endsWith('connections') ? json({ connections: [{ conn: 'c1' }] }) : json({ summary: {} }),
    );
    assert.deepEqual(await answers.source.server.connections(), [{ conn: 'c1' }]);
    assert.deepEqual(await answers.source.server.connection('c1'), { summary: {} });
    assert.deepEqual(paths(answers), ['api/connections', 'api/connections/c1']);
  });

  test('are the causes that were found, also those whose events the ring no longer holds', async () => {
    const finding = {
      id: 'f1',
      rule: 'S11',
      severity: 'WARNING',
      title: 'a title',
      explanation: 'what happened',
      advice: 'what to change',
      evidence: [7],
      spec: ['RFC 9113 §8.7'],
      count: 3,
      firstTime: '2026-11-21T10:00:00.000001Z',
      lastTime: '2026-11-21T10:00:02.000000Z',
    };
    const found = [{ conn: 'c3', finding }, { conn: 'c4', finding: 'of a later version' }, null];
    const { source } = answering(() => json({ findings: found }));
    const [event, ...others] = await source.server.findings();
    assert.deepEqual(others, []);
    assert.equal(event?.conn, 'c3');
    assert.equal(event?.time, event?.finding.lastTime);
    assert.equal((event?.finding.lastTime ?? 0) - (event?.finding.firstTime ?? 0), 1_999_999);
    await assert.rejects(answering(() => json({})).source.server.findings(), /without findings/);
  });

  test('is undefined of a connection that there is none of any more', async () => {
    const { source } = answering(() => refused('connection "c1" came', 404));
    assert.equal(await source.server.connection('c1'), undefined);
  });

  test('is where it runs, and what is recorded', async () => {
    const answers = answering(({ url }) => json({ of: url.replace(/.*api\//, '') }));
    assert.deepEqual(await answers.source.server.env(), { of: 'env' });
    assert.deepEqual(await answers.source.server.recording(), { of: 'trace/config' });
  });

  test('is changed by what is to change', async () => {
    const answers = answering(() => json({ trace: 'paused' }));
    assert.deepEqual(await answers.source.server.changeRecording({ trace: 'paused' }), { trace: 'paused' });
    const [put] = answers.asked;
    assert.equal(put?.init.method, 'PUT');
    assert.equal(put?.init.body, '{"trace":"paused"}');
  });
});

suite('what goes wrong', () => {
  async function failure(of: Promise<unknown>): Promise<string> {
    const error = await of.then(
      () => assert.fail('it worked'),
      (error) => error,
    );
    assert.ok(error instanceof SourceError, String(error));
    return error.message;
  }

  test('is a filter that is refused, with its place', async () => {
    const { source } = answering(() => refused('filter refused at character 3: no', 400, { position: 2, lines: [] }));
    for (const asked of [source.index('x'), source.matching('x', 5)]) {
      await assert.rejects(asked, (error) => {
        assert.ok(error instanceof FilterRefused);
        assert.deepEqual(error.problem, { message: 'no', position: 2 });
        return true;
      });
    }
  });

  test('is a filter of several lines', async () => {
    const { source } = answering(() => refused('filter refused at line 2, character 1: no', 400, { position: 9 }));
    await assert.rejects(source.index('x'), /^FilterRefused: no$/);
  });

  test('is told with what was asked, the status, and what the server said', async () => {
    const { source } = answering(() => refused('8 exports are under way', 429));
    assert.equal(await failure(source.read(1, 2)), 'api/trace was answered with 429 Bad: 8 exports are under way');
    const forbidden = answering(() => refused('no token came', 401)).source;
    assert.equal(await failure(forbidden.server.env()), 'api/env was answered with 401 Bad: no token came');
    assert.match(await failure(forbidden.server.connection('c1')), /^api\/connections\/c1 was answered with 401/);
  });

  test('is what something in between wrote', async () => {
    const html = () => new Response('<html>no</html>', { status: 502, statusText: 'Bad Gateway' });
    const page = 'a page of HTML came, which something between here and the server wrote';
    assert.equal(
      await failure(answering(html).source.index('')),
      `api/trace/index was answered with 502 Bad Gateway: ${page}`,
    );
    const login = answering(() => new Response('<html>log in</html>')).source;
    assert.equal(await failure(login.index('')), `api/trace/index was answered with what is no JSON: ${page}`);
    const silent = answering(() => new Response(null, { status: 503 })).source;
    assert.equal(await failure(silent.index('')), 'api/trace/index was answered with 503: nothing was said about it');
  });

  test('is an index without numbers', async () => {
    assert.match(await failure(answering(() => json([])).source.index('')), /without numbers/);
    assert.match(await failure(answering(() => json({ firstSeq: 'x' })).source.index('')), /without numbers/);
  });

  test('is that nobody answers', async () => {
    const { source } = answering(() => Promise.reject(new TypeError('Failed to fetch')));
    assert.equal(await failure(source.index('')), 'api/trace/index got no answer: Failed to fetch');
  });

  test('is an answer that breaks off', async () => {
    const { source } = answering(() => {
      const line = new TextEncoder().encode(`${numbered(1, 1).map(formatJson)}\n`);
      const parts = [line, line];
      return new Response(
        new ReadableStream({
          pull(controller) {
            const part = parts.shift();
            if (part === undefined) controller.error(new TypeError('network error'));
            else controller.enqueue(part);
          },
        }),
      );
    });
    assert.equal(
      await failure(source.read(1, 9)),
      'api/trace was not answered to the end, but for 2 events: network error',
    );
  });

  test('is no failure where who asked has left', async () => {
    const abort = new AbortController();
    const { source } = answering(async ({ init }) => {
      abort.abort();
      init.signal?.throwIfAborted();
      return json({});
    });
    await assert.rejects(source.read(1, 2, abort.signal), { name: 'AbortError' });
  });
});

suite('why no WebSocket came about', () => {
  const why = (answer: () => Response | Promise<Response>) => answering(answer).source.whyNotLive('x');

  test('is what the server says to a plain request', async () => {
    const answers = answering(() => refused('16 readers are there', 429));
    assert.equal(await answers.source.whyNotLive('x'), '429: 16 readers are there');
    assert.deepEqual(paths(answers), ['api/trace/live?filter=x']);
  });

  test('is in between, where the server would have given one', async () => {
    assert.match(await why(() => refused('no handshake', 426)), /a proxy in between may not hand on Upgrade/);
  });

  test('is that nobody answers', async () => {
    assert.equal(await why(() => Promise.reject(new Error('refused'))), 'api/trace/live got no answer: refused');
  });
});
