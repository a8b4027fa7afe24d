import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { GRPC_JAVA } from '../support/interop/interop-cases.ts';
import { runCase, testInteropCases } from '../support/interop/interop-client.ts';
import { parseTrace } from '../support/interop/trace-record.ts';
import { startServer } from '../support/server-process.ts';

testInteropCases(GRPC_JAVA);

/** Each message of a case in the order of the trace: "→ gzip" is a compressed one of the client. */
const COMPRESSED: Readonly<Record<string, readonly string[]>> = {
  // The first request of both client_ cases says that it is compressed and is not: it is refused.
  client_compressed_unary: ['→ plain', '→ gzip', '← plain', '→ plain', '← plain'],
  client_compressed_streaming: ['→ plain', '→ gzip', '→ plain', '← plain'],
  server_compressed_unary: ['→ plain', '← gzip', '→ plain', '← plain'],
  server_compressed_streaming: ['→ plain', '← gzip', '← plain'],
};

// grpc-java cannot see whether a reply was compressed: without this the cases would pass with a server that compresses nothing.
describe('what the trace says of the compression cases of grpc-java', () => {
  for (const [name, expected] of Object.entries(COMPRESSED)) {
    test(name, async () => {
      const server = await startServer({ args: ['--log', 'json'] });
      try {
        const { code, stdout, stderr } = await runCase(GRPC_JAVA, { name }, server);
        assert.equal(code, 0, stderr + stdout);
      } finally {
        await server.stop();
      }
      const messages = parseTrace(server.stdout()).flatMap(({ message }) => message ?? []);
      assert.deepEqual(
        messages.map(({ from, compressed }) => `${from === 'CLIENT' ? '→' : '←'} ${compressed ? 'gzip' : 'plain'}`),
        expected,
      );
    });
  }
});
