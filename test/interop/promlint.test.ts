/** What `promtool check metrics` says of our metrics: promlint is its linter, and the parser is Prometheus' own. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { runTool, toolOutput } from '../support/interop/tool.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

describe('/metrics', () => {
  let server: ServerProcess;

  before(async () => {
    server = await startServer({ args: ['--log', 'off', '--http-metrics', 'on'] });
    const echo = 'sre.echo.v1.EchoService/Echo';
    await toolOutput('grpcurl', ['-plaintext', '-d', '{"message":"hello"}', `127.0.0.1:${server.grpcPort}`, echo]);
    const failing = ['-plaintext', '-d', '{"status":{"code":14}}', `127.0.0.1:${server.grpcPort}`, echo];
    assert.notEqual((await runTool('grpcurl', failing)).code, 0);
    await toolOutput('curl', [
      '-s',
      '-o',
      '/dev/null',
      '--http2-prior-knowledge',
      `http://127.0.0.1:${server.httpPort}/echo`,
    ]);
    await toolOutput('curl', ['-s', '-o', '/dev/null', `http://127.0.0.1:${server.httpPort}/status/503`]);
  });
  after(() => server?.stop());

  for (const port of ['adminPort', 'httpPort'] as const) {
    test(`promlint finds nothing wrong, on the ${port}`, async () => {
      const text = await toolOutput('curl', ['-s', `http://127.0.0.1:${server[port]}/metrics`]);
      const { code, stdout, stderr } = await runTool('promlint', [], text);
      assert.deepEqual([stdout, stderr, code], ['', '', 0]);
      assert.match(text, /^grpc_server_handled_total\{.*grpc_method="Echo",grpc_code="OK"\} 1$/m);
      assert.match(text, /^grpc_server_handled_total\{.*grpc_method="Echo",grpc_code="Unavailable"\} 1$/m);
      assert.match(text, /^http_server_requests_total\{.*code="503"\} 1$/m);
    });
  }

  test('promlint would find something', async () => {
    const { code, stdout } = await runTool('promlint', [], '# TYPE a_count counter\na_count 1\n');
    assert.equal(code, 3);
    assert.match(stdout, /^a_count no help text$/m);
  });
});
