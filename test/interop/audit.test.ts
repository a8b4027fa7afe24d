/** scripts/audit.ts with the real npm and a registry on loopback: it has advisories, has none, or cannot be asked. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { scratchFolder } from '../support/interop/scratch.ts';
import { runTool, type ToolResult } from '../support/interop/tool.ts';

const BULK = '/-/npm/v1/security/advisories/bulk';

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** What the audit says where a registry answers so; and of which packages it was asked. */
async function auditWith(answer: Answer): Promise<ToolResult & { readonly asked: readonly string[] }> {
  const scratch = scratchFolder();
  const asked: string[] = [];
  const registry = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const isBulk = request.url === BULK;
    if (isBulk) asked.push(...Object.keys(JSON.parse(bodyOf(Buffer.concat(chunks)))));
    response.writeHead(isBulk ? answer.status : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isBulk ? answer.body : {}));
  }).listen(0, '127.0.0.1');
  await once(registry, 'listening');
  const address = registry.address();
  const port = typeof address === 'object' ? address?.port : 0;
  // A cache of its own: npm keeps answers.
  const settings = [`npm_config_registry=http://127.0.0.1:${port}/`, `npm_config_cache=${scratch.path('cache')}`];
  try {
    const command = [process.execPath, '--import', 'tsx', 'scripts/audit.ts'];
    return { ...(await runTool('env', [...settings, 'npm_config_fetch_retries=0', ...command])), asked };
  } finally {
    registry.close();
    registry.closeAllConnections();
    scratch.remove();
  }
}

function bodyOf(bytes: Buffer): string {
  // RFC 1952 §2.3.1: how gzip begins.
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString();
}

const ADVISORY = {
  id: 1,
  url: 'https://github.com/advisories/GHSA-0000-0000-0000',
  title: 'Prototype pollution',
  severity: 'high',
  vulnerable_versions: '<9999',
  cwe: [],
  cvss: { score: 7.5, vectorString: null },
};

describe('npm run audit', () => {
  test('no advisory: exit code 0, and it was asked of what runs in production alone', async () => {
    const { code, stdout, asked } = await auditWith({ status: 200, body: {} });
    assert.match(stdout, /^audit: no advisory is known for the [1-9]\d+ packages of production\n$/);
    assert.equal(code, 0);
    assert.ok(asked.includes('fastify') && asked.includes('@grpc/grpc-js'));
    assert.ok(!asked.includes('typescript') && !asked.includes('@biomejs/biome'));
  });

  test('an advisory: exit code 1, with the package and what it is', async () => {
    const { code, stdout } = await auditWith({ status: 200, body: { ws: [ADVISORY] } });
    assert.match(
      stdout,
      /^audit: 1 vulnerable packages\n {2}high {6}ws .*: Prototype pollution https:\/\/github\.com\/advisories\//,
    );
    assert.equal(code, 1);
  });

  test('a registry without advisories: exit code 3, which is neither', async () => {
    const { code, stdout } = await auditWith({ status: 405, body: {} });
    assert.match(stdout, /^audit: not checked: .*405/);
    assert.equal(code, 3);
  });
});
