/** Whatever goes wrong with some streams of a connection, the others never notice: nghttp2 on both sides is the judge. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http2 from 'node:http2';
import { afterEach, describe, test } from 'node:test';
import { createFrameInjector } from '../../../src/capture/frame-injector.ts';
import { splice } from '../../../src/capture/splice.ts';
import type { Stage, TransportFault } from '../../../src/faults/fault.ts';
import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';
import { closeAll, legPair, passThrough, soon, tcpPair } from '../sockets.ts';

/** How many connections, each with a seed of its own: from RANDOM_FAULTS_SEED on, which a failure names. */
const SEEDS = Number(process.env.RANDOM_FAULTS_SEEDS ?? 25);
const FIRST_SEED = Number(process.env.RANDOM_FAULTS_SEED ?? 1);

type Fields = Record<string, string>;

/** What is said on one stream, by either side. */
interface Exchange {
  readonly request: Fields;
  readonly upload: Buffer;
  readonly response: Fields;
  readonly neverIndexed: string[];
  readonly informational: boolean;
  readonly chunks: readonly Buffer[];
  readonly trailers: Fields;
  /** Of its stream: then it may end in any way. */
  readonly faults: readonly TransportFault[];
  readonly armedTwice: boolean;
  /** The client reads so many bytes at a time, and waits in between. 0: all as it comes. */
  readonly slowBytes: number;
  /** The client gives up after so many bytes of the answer; undefined: it does not. */
  readonly abortAfter: number | undefined;
}

function randomFields(random: SeededRandom, prefix: string): Fields {
  const fields: Fields = {};
  for (let left = random.int(6); left > 0; left--) {
    const name = `${prefix}${random.int(12)}`;
    fields[name] = random.chance(0.6) ? `same-${random.int(3)}` : 'v'.repeat(random.int(300)) + random.int(1e9);
  }
  return fields;
}

function randomStage(random: SeededRandom): Stage {
  const at = random.pick(['ONCE', 'BEFORE_HEADERS', 'AFTER_HEADERS', 'AFTER_MESSAGE', 'BEFORE_TRAILERS'] as const);
  return at === 'AFTER_MESSAGE' ? { at, message: random.between(1, 4) } : { at };
}

function randomFault(random: SeededRandom): TransportFault {
  const scope = 'STREAM';
  return random.pick<() => TransportFault>([
    () => ({ kind: 'RST_STREAM', scope, stage: randomStage(random), errorCode: random.pick([0, 2, 7, 8]) }),
    () => ({ kind: 'SILENCE', scope, stage: randomStage(random) }),
    () => ({ kind: 'NO_TRAILERS', scope }),
    () => ({ kind: 'NO_GRPC_STATUS', scope }),
    () => ({ kind: 'TRAILERS_ONLY', scope, grpcStatus: 14, message: 'no' }),
    () => ({ kind: 'HTML', scope, httpStatus: 503 }),
    () => ({ kind: 'TRUNCATED_MESSAGE', scope, message: random.between(1, 3) }),
    () => ({ kind: 'WRONG_LENGTH', scope, length: random.int(100_000) }),
    () => ({ kind: 'HOLD_WINDOW_UPDATE', scope }),
    () => ({ kind: 'PADDING', scope, bytes: random.between(1, 255) }),
    () => ({ kind: 'CONTINUATION', scope, fragmentBytes: random.between(100, 2000) }),
    () => ({ kind: 'PING_FLOOD', scope, count: random.between(1, 20), intervalMs: random.int(2) }),
    () => ({ kind: 'SETTINGS', scope, settings: [{ code: random.pick([1, 6]), value: random.pick([4096, 100_000]) }] }),
    () => ({ kind: 'HOLD_PING_ACK', scope }),
  ])();
}

/** What an answer does not show: all others leave every byte of it as it is. */
const HARMLESS: ReadonlySet<TransportFault['kind']> = new Set([
  ...(['PADDING', 'CONTINUATION', 'PING_FLOOD', 'SETTINGS', 'HOLD_PING_ACK'] as const),
]);

/** Of all streams, from their beginning. */
function randomOfConnection(random: SeededRandom): readonly TransportFault[] {
  const scope = 'CONNECTION';
  return random.pick<() => readonly TransportFault[]>([
    () => [],
    () => [],
    () => [{ kind: 'PADDING', scope, bytes: random.between(1, 255) }],
    () => [{ kind: 'CONTINUATION', scope, fragmentBytes: random.between(200, 2000) }],
  ])();
}

function randomExchange(random: SeededRandom): Exchange {
  const isFaulty = random.chance(0.4);
  const sizes = Array.from({ length: random.int(6) }, () => random.int(random.chance(0.3) ? 60_000 : 2_000));
  const isGrpc = random.chance(0.5);
  const response = { 'content-type': isGrpc ? 'application/grpc' : 'text/plain', ...randomFields(random, 'x-r') };
  return {
    request: randomFields(random, 'x-q'),
    upload: Buffer.from(random.bytes(random.chance(0.3) ? random.int(150_000) : random.int(100))),
    response,
    neverIndexed: Object.keys(response).filter(() => random.chance(0.2)),
    informational: random.chance(0.1),
    chunks: sizes.map((size) => (isGrpc ? grpcMessage(random, size) : Buffer.alloc(size, random.int(256)))),
    trailers: { ...randomFields(random, 'x-t'), 'grpc-status': String(random.int(3)) },
    faults: isFaulty ? Array.from({ length: random.between(1, 2) }, () => randomFault(random)) : [],
    armedTwice: random.chance(0.3),
    slowBytes: random.chance(0.2) ? random.between(5_000, 50_000) : 0,
    abortAfter: random.chance(0.15) ? random.int(20_000) : undefined,
  };
}

function grpcMessage(random: SeededRandom, size: number): Buffer {
  const message = Buffer.alloc(5 + size, random.int(256));
  message[0] = 0;
  message.writeUInt32BE(size, 1);
  return message;
}

/** It does not have to be whole at its client. */
function mayFail({ faults, abortAfter }: Exchange): boolean {
  return abortAfter !== undefined || !faults.every(({ kind }) => HARMLESS.has(kind));
}

interface Answer {
  fields: Fields;
  informational: boolean;
  body: Buffer;
  trailers: Fields;
  code: number | undefined;
}

async function ask(session: http2.ClientHttp2Session, exchange: Exchange, n: number): Promise<Answer> {
  const stream = session.request({ ':method': 'POST', ':path': '/', 'x-n': String(n), ...exchange.request });
  const answer: Answer = { fields: {}, informational: false, body: Buffer.alloc(0), trailers: {}, code: 0 };
  const chunks: Buffer[] = [];
  let sinceRest = 0;
  stream.on('response', (fields) => (answer.fields = plain(fields)));
  stream.on('headers', () => (answer.informational = true));
  stream.on('trailers', (fields) => (answer.trailers = plain(fields)));
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    sinceRest += chunk.length;
    const isSlow = exchange.slowBytes > 0 && sinceRest > exchange.slowBytes;
    if (isSlow) {
      sinceRest = 0;
      stream.pause();
      setTimeout(() => stream.resume(), 2);
    }
    if (Buffer.concat(chunks).length >= (exchange.abortAfter ?? Number.POSITIVE_INFINITY)) stream.close(8);
  });
  // A stream with which something went wrong may never end.
  if (mayFail(exchange)) setTimeout(() => stream.destroy(), 150).unref();
  if (exchange.abortAfter === 0) setImmediate(() => stream.close(8));
  stream.on('error', () => {});
  stream.end(exchange.upload);
  await new Promise((resolve) => stream.on('close', resolve));
  answer.body = Buffer.concat(chunks);
  answer.code = stream.rstCode;
  return answer;
}

/** Without what Node adds. */
function plain(fields: http2.IncomingHttpHeaders): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !/^:|^date$/.test(name))) as Fields;
}

function serve(stream: http2.ServerHttp2Stream, { response, neverIndexed, informational, chunks, trailers }: Exchange) {
  const fields: http2.OutgoingHttpHeaders = { ':status': 200, ...response };
  (fields as Record<symbol, unknown>)[http2.sensitiveHeaders] = neverIndexed;
  if (informational) stream.additionalHeaders({ ':status': 103, link: '</x>' });
  stream.respond(fields, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  for (const chunk of chunks) stream.write(chunk);
  // Node resets a stream whose answer ends before its request.
  if (stream.readableEnded) stream.end();
  else stream.on('end', () => stream.end());
}

async function play(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const exchanges = Array.from({ length: random.between(5, 40) }, () => randomExchange(random));
  const client = await tcpPair();
  const server = await legPair({ allowHalfOpen: true });
  const injector = createFrameInjector();
  const problems: string[] = [];
  const uploads = new Map<number, Buffer>();
  const http = http2.createServer({ settings: { initialWindowSize: random.pick([65_535, 20_000, 200_000]) } });
  http.on('sessionError', (error) => problems.push(`server: ${error.message}`));
  http.on('session', (session) =>
    session.on('goaway', (code) => code && problems.push(`the client says GOAWAY ${code}`)),
  );
  http.on('stream', (stream, fields) => {
    const n = Number(fields['x-n']);
    const exchange = exchanges[n] as Exchange;
    assert.deepEqual({ ...exchange.request, 'x-n': String(n) }, plain(fields), `request ${n}`);
    const chunks: Buffer[] = [];
    stream.on('error', () => {});
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => uploads.set(n, Buffer.concat(chunks)));
    const target = { connectionId: 'c', streamId: stream.id as number };
    const sets = exchange.armedTwice ? exchange.faults.map((fault) => [fault]) : [exchange.faults];
    for (const faults of sets) if (faults.length > 0) assert.equal(injector.arm(target, faults), undefined);
    if (!stream.destroyed) serve(stream, exchange);
  });
  const filter = injector.filterFor('c', 'h2c', randomOfConnection(random));
  splice(client.near, server.near, passThrough, { halfClosedIdleMs: 5_000, head: Buffer.alloc(0), filter });
  http.emit('connection', server.far);
  const settings = {
    initialWindowSize: random.pick([100, 1_000, 16_384, 65_535, 300_000]),
    headerTableSize: random.pick([0, 4096, 65_536]),
    maxHeaderListSize: 65_535,
  };
  const session = http2.connect('http://localhost', { settings, createConnection: () => client.far });
  session.on('error', (error) => problems.push(`client: ${error.message}`));
  session.on('goaway', (code) => problems.push(`the server says GOAWAY ${code}`));
  if (random.chance(0.3)) {
    await once(session, 'connect');
    session.setLocalWindowSize(200_000);
  }
  const changes = random.chance(0.4) ? [0, 30_000, 65_536, 500].map((n) => ({ ...settings, headerTableSize: n })) : [];
  const answers = await Promise.all(
    exchanges.map(async (exchange, n) => {
      await new Promise((resolve) => setTimeout(resolve, random.int(20)));
      if (n % 5 === 4 && changes.length > 0) {
        session.settings({ ...changes.shift(), initialWindowSize: random.pick([500, 65_535, 100_000]) });
      }
      const what = `the end of stream ${n} of seed ${seed}: ${JSON.stringify(exchange.faults)}, ${problems}`;
      return soon(what, ask(session, exchange, n), 5_000);
    }),
  ).finally(() => {
    session.destroy();
    http.close();
  });
  assert.deepEqual(problems, []);
  for (const [n, exchange] of exchanges.entries()) {
    if (mayFail(exchange)) continue;
    const answer = answers[n] as Answer;
    const what = `stream ${n} of seed ${seed} with ${JSON.stringify(exchange.faults)}`;
    assert.deepEqual(answer.fields, exchange.response, `header fields of ${what}`);
    assert.deepEqual(answer.trailers, exchange.trailers, `trailers of ${what}`);
    assert.ok(answer.body.equals(Buffer.concat(exchange.chunks)), `body of ${what}: ${answer.body.length} bytes`);
    assert.equal(answer.informational, exchange.informational, `1xx of ${what}`);
    assert.equal(answer.code, 0, what);
    assert.ok(uploads.get(n)?.equals(exchange.upload), `upload of ${what}`);
  }
}

afterEach(closeAll);

describe('random faults between nghttp2 and nghttp2', () => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
    test(`streams without a fault are whole: seed ${seed}`, () => play(seed));
  }
});
