/** Secrets in all the places where clients and servers put them, by all the ways that lead to the server. */

import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { WebSocket } from 'ws';

import type { EchoRequest } from '../../../src/gen/sre/echo/v1/EchoRequest.ts';
import { ECHO_SERVICE, loadProtos, serviceOf } from '../../../src/servers/grpc/protos.ts';
import type { Canaries } from './canaries.ts';
import { type Ask, askHttp1, askHttp2, askStream, callGrpc, type Fields } from './clients.ts';

/** What is no secret, and is sent beside them. Lower-case letters and digits, as the secrets are. */
export const VISIBLE = 'visible7q4w2z6x3c5v';

export const REDACTED_BY_OPTION = ['x-my-token', 'x-my-token-bin'] as const;

export interface Target {
  readonly grpcPort: number;
  readonly httpPort: number;
  readonly adminPort: number;
}

/** @param way by which they go; each has secrets of its own */
export function secretFields(canaries: Canaries, way: string): Fields {
  const secret = (name: string) => canaries.of(`${way}: ${name}`);
  const basic = Buffer.from(`user:${secret('proxy-authorization')}`).toString('base64');
  return {
    authorization: `Bearer ${secret('authorization')}`,
    'proxy-authorization': `Basic ${basic}`,
    cookie: `session=${secret('cookie')}; theme=${secret('second cookie')}`,
    'x-api-key': secret('x-api-key'),
    'x-my-token': secret('x-my-token'),
    'x-visible': VISIBLE,
    'user-agent': `agent-${VISIBLE}`,
  };
}

/** @returns the bodies of all answers */
export async function sendTraffic(target: Target, canaries: Canaries): Promise<string> {
  const replies: string[] = [];
  for (const tls of [false, true]) {
    replies.push(...(await Promise.all([http2(target, canaries, tls), http1(target, canaries, tls)])));
    replies.push(...(await Promise.all([grpc(target, canaries, tls), grpcWeb(target, canaries, tls)])));
  }
  replies.push(await webSocket(target, canaries), await faults(target, canaries), await wrongPorts(target, canaries));
  return replies.join('\n');
}

const ECHOES = ['/echo', '/anything/else', '/headers', '/dump/request', '/cookies', '/nowhere', '/status/401'];

function wayOf(name: string, tls: boolean): string {
  return `${name} ${tls ? 'over TLS' : 'in clear text'}`;
}

/** The path, which is no secret, does not have the value in a form that is looked for. */
function setsCookie(canaries: Canaries, way: string): string {
  return `/response-headers?x-visible=${VISIBLE}&set-cookie=session%3D${masked(canaries.of(`${way}: set-cookie`))}`;
}

/** Every second character is percent-encoded: decoded once it is the secret, and before that in none of its forms. */
function masked(text: string): string {
  return text.replace(/(.)(.)/g, (_pair, a: string, b: string) => `${a}%${b.charCodeAt(0).toString(16)}`);
}

async function http2({ httpPort: port }: Target, canaries: Canaries, tls: boolean): Promise<string> {
  const way = wayOf('HTTP/2', tls);
  const fields = { ...secretFields(canaries, way), 'x-never': canaries.of(`${way}: never-indexed`) };
  const trailers = { authorization: `Bearer ${canaries.of(`${way}: trailer`)}`, 'x-visible': VISIBLE };
  const asks = [...ECHOES, ...ECHOES].map((path): Ask => ({ port, tls, path, fields, neverIndexed: ['x-never'] }));
  const behind: Ask = { port, tls, path: '/echo', method: 'POST', body: 'hello', fields, trailers };
  return askHttp2(...asks, { ...behind, neverIndexed: ['x-never'] }, { port, tls, path: setsCookie(canaries, way) });
}

async function http1({ httpPort: port }: Target, canaries: Canaries, tls: boolean): Promise<string> {
  const way = wayOf('HTTP/1.1', tls);
  const spellings = [(name: string) => name, (name: string) => name.toUpperCase(), capitalized];
  const replies = [askHttp1({ port, tls, path: setsCookie(canaries, way) })];
  for (const spelt of spellings) {
    const named = Object.entries(secretFields(canaries, way)).map(([name, value]) => [spelt(name), value]);
    const fields: Fields = Object.fromEntries(named);
    const trailers = { [spelt('authorization')]: `Bearer ${canaries.of(`${way}: trailer`)}`, 'X-Visible': VISIBLE };
    replies.push(...ECHOES.map((path) => askHttp1({ port, tls, path, fields })));
    replies.push(askHttp1({ port, tls, path: '/echo', method: 'POST', body: 'hello', fields, trailers }));
  }
  return (await Promise.all(replies)).join('\n');
}

function capitalized(name: string): string {
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

const SHAPES = ['Echo', 'EchoServerStream', 'EchoClientStream', 'EchoBidiStream'];

function replyFields(canaries: Canaries, way: string, place: string) {
  const bytes = Buffer.from(canaries.of(`${way}: x-my-token-bin in ${place}`));
  return [
    { name: 'set-cookie', value: `session=${canaries.of(`${way}: set-cookie in ${place}`)}` },
    { name: 'x-my-token-bin', value: bytes.toString('base64') },
    { name: 'x-visible', value: VISIBLE },
  ];
}

function echoRequest(canaries: Canaries, way: string): EchoRequest {
  return {
    message: VISIBLE,
    responseHeaders: replyFields(canaries, way, 'headers'),
    responseTrailers: replyFields(canaries, way, 'trailers'),
  };
}

async function grpc({ grpcPort: port }: Target, canaries: Canaries, tls: boolean): Promise<string> {
  const calls = SHAPES.map((method) => {
    const way = wayOf(`gRPC ${method}`, tls);
    const metadata = {
      ...secretFields(canaries, way),
      'x-my-token-bin': Buffer.from(canaries.of(`${way}: x-my-token-bin`)),
    };
    const call = { port, tls, service: ECHO_SERVICE, method, metadata };
    const request = echoRequest(canaries, way);
    const failing = { ...request, status: { code: 'UNAUTHENTICATED', message: 'who?' } };
    return Promise.all([callGrpc({ ...call, request }), callGrpc({ ...call, request: failing })]);
  });
  return (await Promise.all(calls)).join('\n');
}

/** Compressed, for the same reason as with grpc-js. */
function webMessage(request: EchoRequest): Buffer {
  const method = serviceOf(loadProtos(), ECHO_SERVICE).Echo;
  const bytes = gzipSync(method?.requestSerialize(request) ?? Buffer.alloc(0));
  const prefix = Buffer.from([1, 0, 0, 0, 0]);
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}

async function grpcWeb({ httpPort: port }: Target, canaries: Canaries, tls: boolean): Promise<string> {
  const path = `/${ECHO_SERVICE}/Echo`;
  const calls = ['application/grpc-web+proto', 'application/grpc-web-text+proto'].flatMap((type) =>
    [askHttp1, askHttp2].map((send) => {
      const way = wayOf(`${type} by ${send.name}`, tls);
      const message = webMessage(echoRequest(canaries, way));
      const body = type.includes('text') ? message.toString('base64') : message;
      const own = { 'content-type': type, 'grpc-encoding': 'gzip', 'x-grpc-web': '1' };
      const fields = { ...secretFields(canaries, way), ...own };
      return send({ port, tls, path, method: 'POST', body, fields });
    }),
  );
  // Their bodies end with the trailers, and so have the secrets that were asked for: they are no echo.
  await Promise.all(calls);
  return '';
}

async function webSocket({ httpPort }: Target, canaries: Canaries): Promise<string> {
  const headers = secretFields(canaries, 'WebSocket');
  const socket = new WebSocket(`ws://127.0.0.1:${httpPort}/websocket/echo`, { headers });
  await once(socket, 'open');
  socket.send(VISIBLE);
  const [echoed] = await once(socket, 'message');
  socket.close();
  await once(socket, 'close');
  return String(echoed);
}

const FAULTS = [
  'status=UNAVAILABLE',
  'rst_stream=INTERNAL_ERROR@after_headers',
  'goaway=NO_ERROR@after_headers',
  'what=1',
];
const HTTP_FAULTS = ['status=503', 'delay=1ms', 'what=1'];

/** Also those that are refused: the refusal says what came. */
async function faults({ grpcPort, httpPort }: Target, canaries: Canaries): Promise<string> {
  const request = { message: VISIBLE };
  const calls = FAULTS.map((fault) => {
    const metadata = { ...secretFields(canaries, 'gRPC with a fault'), 'x-sre-fault': fault };
    return callGrpc({ port: grpcPort, service: ECHO_SERVICE, method: 'Echo', request, metadata });
  });
  const asks = HTTP_FAULTS.map((fault) => {
    const fields = { ...secretFields(canaries, 'HTTP/1.1 with a fault'), 'x-sre-fault': fault };
    return askHttp1({ port: httpPort, path: '/echo', fields });
  });
  return (await Promise.all([...calls, ...asks])).join('\n');
}

async function wrongPorts({ grpcPort, httpPort, adminPort }: Target, canaries: Canaries): Promise<string> {
  const fields = secretFields(canaries, 'on the wrong port');
  const grpcFields = { ...fields, 'content-type': 'application/grpc', te: 'trailers' };
  const path = `/${ECHO_SERVICE}/Echo`;
  const replies = [
    ...[false, true].map((tls) => askHttp1({ port: grpcPort, tls, path: '/echo', fields })),
    askHttp2({ port: grpcPort, path: '/echo', fields }),
    askHttp2({ port: grpcPort, path: '/no.such.Service/Method', method: 'POST', body: '', fields: grpcFields }),
    askHttp1({ port: adminPort, path: '/echo', fields }),
    askHttp1({ port: adminPort, tls: true, path: '/echo', fields }),
    askHttp2({ port: adminPort, path, method: 'POST', body: '', fields: grpcFields }),
    askHttp2({ port: httpPort, path, method: 'POST', body: '', fields: grpcFields }),
    askHttp1({
      port: httpPort,
      path,
      method: 'POST',
      body: '',
      fields: { ...fields, 'content-type': 'application/grpc' },
    }),
  ];
  return (await Promise.all(replies)).join('\n');
}

export interface Held {
  close(): void;
}

/** Connections that stay open, with secrets in the HPACK tables of both sides: `/api/connections/:id` shows those. */
export async function holdConnections({ httpPort, grpcPort }: Target, canaries: Canaries): Promise<Held> {
  const sessions = [httpPort, grpcPort].map((port) => {
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    session.on('error', () => {});
    return { session, port };
  });
  for (const { session, port } of sessions) {
    const fields = secretFields(canaries, 'a connection that is open');
    await askStream(session, { port, path: '/headers', fields });
    await askStream(session, { port, path: setsCookie(canaries, 'a connection that is open') });
  }
  return {
    close() {
      for (const { session } of sessions) session.destroy();
    },
  };
}
