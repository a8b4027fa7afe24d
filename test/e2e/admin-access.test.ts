/** The admin API refuses who may not ask, and the trace shows that it was asked and refused, and never the token. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request as requestTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Field, openStream } from '../servers/raw-http2.ts';
import { dial, startTraced, stopAll, type Traced, type TraceLine, until } from './support.ts';

const TOKEN = 'correct-horse-battery-staple';
const WRONG_TOKEN = 'wrong-horse-battery-staple';
const BASIC = Buffer.from(`:${TOKEN}`).toString('base64');
const LIST_SERVING = '/sre.admin.v1.AdminService/ListServing';

interface Refused {
  readonly headers: Readonly<Record<string, string>>;
  /** Default: that of the listener. */
  readonly host?: string;
  readonly status: number;
  readonly code: number;
}

const REFUSED: Readonly<Record<string, Refused>> = {
  'a page of another origin': {
    headers: { origin: 'https://evil.example', authorization: `Basic ${BASIC}` },
    status: 403,
    code: 7,
  },
  'a rebinding Host': {
    headers: { authorization: `Bearer ${TOKEN}` },
    host: 'evil.example:8090',
    status: 403,
    code: 7,
  },
  'no token': { headers: {}, status: 401, code: 16 },
  'a wrong token': { headers: { authorization: `Bearer ${WRONG_TOKEN}` }, status: 401, code: 16 },
  'a wrong password': {
    headers: { authorization: `Basic ${Buffer.from(`:${WRONG_TOKEN}`).toString('base64')}` },
    status: 401,
    code: 16,
  },
};

describe('the admin API with a token', () => {
  let folder = '';
  let server: Traced;
  let events: readonly TraceLine[] = [];
  /** By who was refused: what was answered. */
  const overHttp1 = new Map<string, IncomingMessage>();
  const overHttp2 = new Map<string, IncomingHttpHeaders>();
  const grpcPorts = new Map<string, number>();
  let allowed = 0;

  async function askHttp1(host: string, headers: Refused['headers']): Promise<IncomingMessage> {
    const options = { host: '127.0.0.1', port: server.adminPort, path: '/api/health', agent: false };
    const [response] = await once(request({ ...options, headers: { host, ...headers } }).end(), 'response');
    response.resume();
    await once(response, 'close');
    return response;
  }

  async function askHttp2(host: string, headers: Refused['headers']): Promise<IncomingHttpHeaders> {
    const session = connectHttp2(`http://127.0.0.1:${server.adminPort}`);
    const stream = session.request({ ':path': '/api/health', ':authority': host, ...headers });
    const [response] = await once(stream.resume(), 'response');
    await once(stream, 'close');
    session.destroy();
    return response;
  }

  /** Frames by hand, fields as plain literals: what a client sends without a thought for secrets. @returns its port */
  async function callGrpc(host: string, headers: Refused['headers']): Promise<number> {
    const socket = dial(server.adminPort);
    await once(socket, 'connect');
    const { localPort = 0 } = socket;
    const fields: Field[] = [
      { name: ':method', value: 'POST' },
      { name: ':scheme', value: 'http' },
      { name: ':path', value: LIST_SERVING },
      { name: ':authority', value: host },
      { name: 'content-type', value: 'application/grpc' },
      ...Object.entries(headers).map(([name, value]) => ({ name, value })),
    ];
    socket.write(openStream(fields));
    let bytes = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
    });
    await until(
      () => bytes.toString('hex'),
      () => hasHeaders(bytes),
    );
    socket.destroy();
    return localPort;
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'e2e-admin-'));
    writeFileSync(join(folder, 'token'), `${TOKEN}\n`);
    server = await startTraced({ args: ['--admin-token-file', join(folder, 'token'), '--log', 'pretty'] });
    const own = `127.0.0.1:${server.adminPort}`;
    for (const [name, { headers, host = own }] of Object.entries(REFUSED)) {
      overHttp1.set(name, await askHttp1(host, headers));
      overHttp2.set(name, await askHttp2(host, headers));
      grpcPorts.set(name, await callGrpc(host, headers));
    }
    allowed = (await askHttp1(own, { authorization: `Bearer ${TOKEN}` })).statusCode ?? 0;
    events = await server.events();
  });
  after(async () => {
    await stopAll();
    rmSync(folder, { recursive: true });
  });

  test('answers who brings it', () => assert.equal(allowed, 200));

  for (const [name, { status, code }] of Object.entries(REFUSED)) {
    test(`HTTP/1.1, ${name}: refused, and traced as such`, () => {
      const answer = overHttp1.get(name);
      assert.equal(answer?.statusCode, status);
      assert.equal(answer?.headers['www-authenticate'] !== undefined, status === 401);
      const [conn, index] = String(answer?.headers['x-sre-trace']).split('/');
      const heads = events.filter((line) => line.conn === conn && line.http1?.stage === 'HEAD');
      const lineOf = (from: string) => heads.find(({ http1 }) => http1?.from === from && http1.index === Number(index));
      assert.equal(lineOf('CLIENT')?.http1?.startLine, 'GET /api/health HTTP/1.1');
      assert.match(lineOf('SERVER')?.http1?.startLine ?? '', new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.equal(listenerOf(conn), 'admin');
    });

    test(`HTTP/2, ${name}: refused, and traced as such`, () => {
      const answer = overHttp2.get(name);
      assert.equal(answer?.[':status'], status);
      const [conn, streamId] = String(answer?.['x-sre-trace']).split('/');
      const frame = events.find(
        (line) => line.conn === conn && line.frame?.from === 'SERVER' && line.frame.streamId === Number(streamId),
      )?.frame;
      assert.equal(frame?.headers?.fields.find((field) => field.name === ':status')?.value, String(status));
      assert.equal(listenerOf(conn), 'admin');
    });

    test(`gRPC, ${name}: refused with one HEADERS frame, and traced as such`, () => {
      const port = grpcPorts.get(name);
      const conn = events.find(({ connectionOpened }) => connectionOpened?.peer.port === port)?.conn;
      assert.equal(listenerOf(conn), 'admin');
      const closed = events.find((line) => line.conn === conn && line.streamClosed !== undefined)?.streamClosed;
      assert.deepEqual([closed?.grpcStatus?.code, closed?.how], [code, 'TRAILERS_ONLY']);
    });
  }

  test('the token is in no event, in no line of the log, and nowhere on stdout; nor is what was taken for it', () => {
    const trace = JSON.stringify(events);
    assert.ok(trace.includes('"authorization"') && server.stdout().includes('authorization'), 'it was sent');
    const secrets = [TOKEN, WRONG_TOKEN].flatMap((token) =>
      [token, `:${token}`].flatMap((text) => [text, Buffer.from(text).toString('base64').replace(/=+$/, '')]),
    );
    for (const secret of secrets) {
      for (const output of [trace, server.stdout(), server.stderr()]) assert.ok(!output.includes(secret), secret);
    }
  });

  function listenerOf(conn: string | undefined): string | undefined {
    return events.find((line) => line.conn === conn && line.connectionOpened !== undefined)?.connectionOpened?.listener;
  }
});

/** RFC 9113 §4.1: whether there is a HEADERS frame among them, whole. */
function hasHeaders(bytes: Buffer): boolean {
  for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3)) {
    if (bytes[at + 3] === 1 && at + 9 + bytes.readUIntBE(at, 3) <= bytes.length) return true;
  }
  return false;
}

describe('the admin API of a server with a certificate', () => {
  after(stopAll);

  test('is had over TLS and in clear text, by pages of either', async () => {
    const { adminPort: port } = await startTraced({ args: ['--tls-self-signed'] });
    const options = { host: '127.0.0.1', port, path: '/api/health', method: 'GET', agent: false };
    const statusOf = async (tls: boolean, origin: string): Promise<number> => {
      const headers = { origin };
      const sent = tls
        ? requestTls({ ...options, headers, rejectUnauthorized: false })
        : request({ ...options, headers });
      const [response] = await once(sent.end(), 'response');
      response.resume();
      return response.statusCode;
    };
    assert.equal(await statusOf(true, `https://127.0.0.1:${port}`), 200);
    assert.equal(await statusOf(false, `http://127.0.0.1:${port}`), 200);
    assert.equal(await statusOf(true, 'https://evil.example'), 403);
  });
});
