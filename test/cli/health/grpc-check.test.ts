import assert from 'node:assert/strict';
import type { OutgoingHttpHeaders } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import { describe, test } from 'node:test';
import { parseTimeout } from '../../../src/wire/grpc/timeout.ts';
import { asked, http2Peer, SETTINGS, tcpPeer } from './asked.ts';

const GRPC = { ':status': 200, 'content-type': 'application/grpc' };

/** HTTP/2, RFC 9113 §6.8: NO_ERROR, and ENHANCE_YOUR_CALM. */
const GOAWAY = Buffer.from('0000080700000000000000000000000000', 'hex');
const CALM = Buffer.from('000008070000000000000000000000000b', 'hex');

const STOPS = 'closed the connection without an answer after N ms: it stops or has crashed';

const ONE_SECOND = ['--timeout-seconds', '1'];

describe('health of a gRPC server', () => {
  test('asks as a gRPC client does, with its deadline, and says who it is', async (t) => {
    let seen: IncomingHttpHeaders = {};
    const port = await http2Peer(t, (stream, fields) => {
      seen = fields;
      stream.respond({ ...GRPC, 'grpc-status': '5' }, { endStream: true });
    });
    await asked([`127.0.0.1:${port}/a.b.C`, '--timeout-seconds', '7']);
    const { 'grpc-timeout': timeout = '', 'user-agent': userAgent = '', ...rest } = seen;
    assert.deepEqual(Object.fromEntries(Object.entries(rest)), {
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      ':scheme': 'http',
      ':authority': `127.0.0.1:${port}`,
      te: 'trailers',
      'content-type': 'application/grpc',
    });
    const timeoutMs = parseTimeout(String(timeout)) ?? 0;
    assert.ok(timeoutMs > 0 && timeoutMs <= 7_000, String(timeout));
    assert.match(userAgent, /^sre-test-server-health\/\d/);
  });

  const statuses: [number, number, string][] = [
    [1, 0, 'healthy: grpc % SERVING in N ms\n'],
    [
      2,
      1,
      'not healthy: grpc % NOT_SERVING after N ms: the server is up, and says that it takes no traffic: it starts, stops or was told to\n',
    ],
    [0, 1, 'not healthy: grpc % UNKNOWN after N ms: the server is up, and does not say that it serves\n'],
    [3, 1, 'not healthy: grpc % SERVICE_UNKNOWN after N ms: the server is up, and does not say that it serves\n'],
    [9, 1, 'not healthy: grpc % 9 after N ms: the server is up, and does not say that it serves\n'],
  ];
  for (const [status, code, out] of statuses) {
    test(`status ${status}: exit code ${code}`, async (t) => {
      const port = await http2Peer(t, (stream) => {
        stream.respond(GRPC, { waitForTrailers: true });
        stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
        stream.end(Buffer.of(0, 0, 0, 0, 2, 8, status));
      });
      assert.deepEqual(await asked([`127.0.0.1:${port}`]), {
        code,
        out: out.replace('%', `127.0.0.1:${port}`),
        err: '',
      });
    });
  }

  const answers: [string, OutgoingHttpHeaders, string][] = [
    [
      'UNIMPLEMENTED: there is no health service',
      { ...GRPC, 'grpc-status': '12', 'grpc-message': 'unknown service' },
      'UNIMPLEMENTED after N ms: there is no grpc.health.v1.Health: register it in the server, or ask an HTTP endpoint, http://host:port/path',
    ],
    [
      'NOT_FOUND without a word',
      { ...GRPC, 'grpc-status': '5' },
      'NOT_FOUND after N ms: it does not know this service',
    ],
    [
      'any other status, with what the server says, made safe to print',
      { ...GRPC, 'grpc-status': '14', 'grpc-message': 'no%20healthy%1B[31m %C3%A4' },
      'UNAVAILABLE after N ms: it says: no healthy\\x1b[31m ä',
    ],
    ['a status without a name', { ...GRPC, 'grpc-status': '99' }, 'grpc-status 99 after N ms'],
    ['a status that is none', { ...GRPC, 'grpc-status': 'well' }, 'grpc-status well after N ms'],
    [
      'OK without a message',
      { ...GRPC, 'grpc-status': '0' },
      'answered 0 bytes that are no HealthCheckResponse after N ms: it is no grpc.health.v1.Health',
    ],
    [
      'the page of a proxy',
      { ':status': 503, 'content-type': 'text/html' },
      'HTTP 503 (text/html) after N ms: no gRPC server answers so: it is a proxy, or an HTTP server, http://host:port/path',
    ],
    [
      'HTTP that is well, and no gRPC',
      { ':status': 200, 'content-type': 'text/plain' },
      'HTTP 200 (text/plain) after N ms: no gRPC server answers so: it is a proxy, or an HTTP server, http://host:port/path',
    ],
    [
      'a response without a status',
      GRPC,
      'answered without a grpc-status (END_STREAM) after N ms: the server or a proxy cut its answer off',
    ],
  ];
  for (const [name, fields, words] of answers) {
    test(`${name}: not healthy`, async (t) => {
      const port = await http2Peer(t, (stream) => stream.respond(fields, { endStream: true }));
      await isNotHealthy(port, words);
    });
  }

  test('a long message of the server is cut off', async (t) => {
    const fields = { ...GRPC, 'grpc-status': '13', 'grpc-message': 'x'.repeat(5_000) };
    const port = await http2Peer(t, (stream) => stream.respond(fields, { endStream: true }));
    await isNotHealthy(port, `INTERNAL after N ms: it says: ${'x'.repeat(200)}…`);
  });

  test('more than a health service says is not read to its end', async (t) => {
    const port = await http2Peer(t, (stream) => {
      stream.respond(GRPC);
      const flood = () => {
        while (stream.writable && stream.write(Buffer.alloc(16_384)));
      };
      stream.on('drain', flood);
      flood();
    });
    const { code, out } = await asked([`127.0.0.1:${port}`]);
    assert.equal(code, 1);
    assert.match(
      out,
      /answered \d+ bytes that are no HealthCheckResponse after N ms: it is no grpc\.health\.v1\.Health\n$/,
    );
  });

  for (const [code, name] of [
    [8, 'CANCEL'],
    [7, 'REFUSED_STREAM'],
    [0xb, 'ENHANCE_YOUR_CALM'],
    [0x99, '153'],
  ] as const) {
    test(`RST_STREAM ${name}: not healthy`, async (t) => {
      const port = await http2Peer(t, (stream) => stream.close(code));
      await isNotHealthy(port, `sent RST_STREAM ${name} after N ms: it speaks HTTP/2, and refuses the call`);
    });
  }

  const bare: [string, Parameters<typeof tcpPeer>[1], string][] = [
    [
      'a GOAWAY',
      (socket) => socket.resume().write(Buffer.concat([SETTINGS, GOAWAY])),
      'sent GOAWAY NO_ERROR after N ms: it stops, or refuses this client',
    ],
    [
      'a GOAWAY with an error',
      (socket) => socket.resume().write(Buffer.concat([SETTINGS, CALM])),
      'sent GOAWAY ENHANCE_YOUR_CALM after N ms: it stops, or refuses this client',
    ],
    [
      'another protocol',
      (socket) => socket.resume().write('SSH-2.0-OpenSSH_9.2\r\n'),
      'answered with no HTTP/2 after N ms: another protocol is spoken there: TLS is grpcs://, HTTP/1.1 is http://host:port/path',
    ],
    ['an end at once', (socket) => socket.end(), `${STOPS}, or wants TLS (grpcs://)`],
    [
      'an end when it is asked',
      (socket) => socket.once('data', () => socket.end()),
      `${STOPS}, or wants TLS (grpcs://)`,
    ],
    ['a reset at once', (socket) => socket.resetAndDestroy(), `${STOPS}, or wants TLS (grpcs://)`],
    [
      'a reset when it is asked',
      (socket) => socket.once('data', () => socket.resetAndDestroy()),
      `${STOPS}, or wants TLS (grpcs://)`,
    ],
    ['an end when it has spoken HTTP/2', (socket) => acknowledged(socket, () => socket.end()), STOPS],
    ['a reset when it has spoken HTTP/2', (socket) => acknowledged(socket, () => socket.resetAndDestroy()), STOPS],
  ];
  for (const [name, greet, words] of bare) {
    test(`${name}: not healthy`, async (t) => isNotHealthy(await tcpPeer(t, greet), words));
  }

  describe('that says nothing', { concurrency: true }, () => {
    test('not even HTTP/2: not healthy when the time is over', async (t) => {
      const port = await tcpPeer(t, (socket) => socket.resume());
      await isNotHealthy(
        port,
        'timed out after N ms: connected, but no HTTP/2 came: the process hangs, or wants TLS (grpcs://)',
        ONE_SECOND,
      );
    });

    test('but HTTP/2: not healthy when the time is over', async (t) => {
      const port = await http2Peer(t, () => {});
      await isNotHealthy(
        port,
        'timed out after N ms: HTTP/2 is spoken, but Check was not answered: its handler hangs, or what it waits for',
        ONE_SECOND,
      );
    });
  });

  async function isNotHealthy(port: number, words: string, args: readonly string[] = []): Promise<void> {
    const out = `not healthy: grpc 127.0.0.1:${port} ${words}\n`;
    assert.deepEqual(await asked([`127.0.0.1:${port}`, ...args]), { code: 1, out, err: '' });
  }
});

/** When the client has acknowledged the SETTINGS, it has seen them. */
function acknowledged(socket: Socket, then: () => void): void {
  let came = Buffer.alloc(0);
  socket.write(SETTINGS);
  socket.on('data', (chunk: Buffer) => {
    came = Buffer.concat([came, chunk]);
    if (came.includes(Buffer.from('000000040100000000', 'hex'))) then();
  });
}
