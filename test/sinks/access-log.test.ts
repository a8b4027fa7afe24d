import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { after, describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createAccessLog, openAccessLog } from '../../src/sinks/access-log.ts';
import { EXCHANGE_BYTES } from '../../src/sinks/exchange-queue.ts';
import { endedExchange, httpExchange } from '../support/exchanges.ts';

const directory = mkdtempSync(join(tmpdir(), 'access-log-'));
after(() => rmSync(directory, { recursive: true }));

function unexpected(error: unknown): void {
  throw error;
}

type Line = { readonly [name: string]: unknown };

function parse(text: string): Line[] {
  const lines = text.split('\n');
  assert.equal(lines.pop(), '');
  return lines.map((line) => JSON.parse(line));
}

/** What is logged of exchanges. */
async function logged(...exchanges: readonly ReturnType<typeof endedExchange>[]): Promise<string> {
  let text = '';
  const destination = {
    write: async (part: string) => {
      text += part;
    },
    end: async () => {},
  };
  const log = createAccessLog({ destination, onError: unexpected });
  for (const exchange of exchanges) log.ended(exchange);
  await log.close();
  return text;
}

async function lineOf(exchange: ReturnType<typeof endedExchange>): Promise<Line> {
  const [line = {}] = parse(await logged(exchange));
  return line;
}

describe('a line', () => {
  test('of a call', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const exchange = endedExchange({
      timeoutMs: 1000,
      userAgent: 'grpc-go/1.76',
      previousAttempts: 1,
      parent: { traceId, spanId: '00f067aa0ba902b7', sampled: true },
      own: { traceId, spanId: 'b7ad6b7169203331', sampled: true },
    });
    assert.deepEqual(await lineOf(exchange), {
      level: 'info',
      time: '2026-11-21T01:42:47.124706Z',
      conn: 'c3',
      stream: 5,
      trace: 'c3/5',
      traceId,
      spanId: 'b7ad6b7169203331',
      parentSpanId: '00f067aa0ba902b7',
      listener: 'grpc',
      protocol: 'h2c',
      peer: '10.0.3.7:44646',
      method: 'POST',
      authority: 'echo.sre:50051',
      path: '/sre.echo.v1.EchoService/Echo',
      rpcService: 'sre.echo.v1.EchoService',
      rpcMethod: 'Echo',
      grpcStatus: { code: 0, name: 'OK', message: '' },
      httpStatus: 200,
      how: 'TRAILERS',
      endedBy: 'SERVER',
      origin: 'APPLICATION',
      originReason: 'the response is complete',
      durationMs: 1.25,
      firstByteMs: 0.75,
      requestBytes: 12,
      requestMessages: 1,
      responseBytes: 12,
      responseMessages: 1,
      userAgent: 'grpc-go/1.76',
      attempt: 2,
      timeoutMs: 1000,
    });
  });

  test('of a request has nothing of gRPC, nor of what was not there', async () => {
    const line = await lineOf(httpExchange({ authority: '' }));
    for (const name of ['rpcService', 'grpcStatus', 'requestMessages', 'traceId', 'spanId', 'attempt', 'authority']) {
      assert.equal(name in line, false, name);
    }
    assert.deepEqual([line.stream, line.method, line.path], [5, 'GET', '/status/200']);
  });

  test('has the path without its query, and the authority without a password', async () => {
    const line = await lineOf(httpExchange({ path: '/a?token=abc', authority: 'user:pass@host:1' }));
    assert.deepEqual([line.path, line.authority], ['/a', 'host:1']);
  });

  test('a first attempt that says so is 1', async () => {
    assert.equal((await lineOf(endedExchange({ previousAttempts: 0 }))).attempt, 1);
  });

  test('is of an exchange that is over', async () => {
    const { end: _, ...open } = endedExchange();
    let writes = 0;
    const destination = { write: async () => void writes++, end: async () => {} };
    const log = createAccessLog({ destination, onError: unexpected });
    log.started(open);
    log.ended(open);
    await log.close();
    assert.equal(writes, 0);
  });
});

describe('levels', () => {
  test('warn where the server is at fault, or the connection went', async () => {
    const level = async (exchange: ReturnType<typeof endedExchange>) => (await lineOf(exchange)).level;
    const withStatus = (code: number, name: string) =>
      endedExchange({ end: { grpcStatus: { code, name, message: '' } } });
    assert.equal(await level(withStatus(14, 'UNAVAILABLE')), 'warn');
    assert.equal(await level(withStatus(5, 'NOT_FOUND')), 'info');
    assert.equal(await level(httpExchange({ end: { httpStatus: 503 } })), 'warn');
    assert.equal(await level(httpExchange({ end: { httpStatus: 404 } })), 'info');
    const cutOff = httpExchange({ end: { how: 'CONNECTION_CLOSED', endedBy: 'CLIENT' } });
    assert.equal(await level(cutOff), 'warn');
    assert.equal(await level({ ...cutOff, listener: 'admin' }), 'info', 'as a Watch ends');
  });
});

describe('what peers send', () => {
  const HOSTILE = 'a\n{"level":"fatal"}\u001b[2J\u0085\u202e"\\\u2028\xff';

  test('cannot make lines, or reach a terminal raw', async () => {
    const text = await logged(
      httpExchange({ path: `/${HOSTILE}`, method: HOSTILE, authority: HOSTILE, userAgent: HOSTILE }),
      endedExchange({ end: { grpcStatus: { code: 5, name: 'NOT_FOUND', message: HOSTILE } } }),
    );
    assert.equal(parse(text).length, 2);
    assert.match(text, /^[ \n\p{L}\p{M}\p{N}\p{P}\p{S}]+$/u);
  });

  test('a status message is the same when it is read', async () => {
    const line = await lineOf(endedExchange({ end: { grpcStatus: { code: 5, name: 'NOT_FOUND', message: HOSTILE } } }));
    assert.deepEqual(line.grpcStatus, { code: 5, name: 'NOT_FOUND', message: HOSTILE });
  });
});

describe('a slow reader', () => {
  /** Takes a write when it is told to. */
  function slow(maxQueued: number) {
    const texts: string[] = [];
    let go: (() => void) | undefined;
    const write = (text: string) => {
      texts.push(text);
      return new Promise<void>((resolve) => {
        go = resolve;
      });
    };
    const maxQueuedBytes = maxQueued * (EXCHANGE_BYTES + 64);
    const log = createAccessLog({ destination: { write, end: async () => {} }, onError: unexpected, maxQueuedBytes });
    const settle = async () => {
      go?.();
      await turn();
      await turn();
    };
    return { log, texts, settle };
  }

  test('misses lines, is told how many, and gets those that come later', async () => {
    const { log, texts, settle } = slow(2);
    log.ended(endedExchange({ streamId: 1 }));
    await settle();
    for (const streamId of [3, 5, 7, 9]) log.ended(endedExchange({ streamId }));
    await settle();
    log.ended(endedExchange({ streamId: 11 }));
    await settle();
    await settle();
    const lines = parse(texts.join(''));
    assert.deepEqual(
      lines.map(({ stream, dropped }) => stream ?? `${dropped} dropped`),
      [1, 3, 5, '2 dropped', 11],
    );
    assert.deepEqual([lines[3]?.level, lines[3]?.time], ['warn', '2026-11-21T01:42:47.124706Z']);
  });

  test('is not waited for when the log closes', async () => {
    const errors: unknown[] = [];
    const destination = { write: () => new Promise<void>(() => {}), end: async () => {} };
    const log = createAccessLog({ destination, onError: (error) => errors.push(error), closeTimeoutMs: 20 });
    log.ended(endedExchange());
    await log.close();
    assert.deepEqual(errors.map(String), ['Error: not all could be written within 20 ms']);
  });

  test('gets many lines in parts, with turns for traffic between them', async () => {
    const { log, texts, settle } = slow(2_000);
    for (let n = 0; n < 600; n++) log.ended(endedExchange());
    for (let n = 0; n < 4; n++) await settle();
    assert.deepEqual(
      texts.map((text) => text.split('\n').length - 1),
      [250, 250, 100],
    );
  });
});

describe('destinations', () => {
  test('a file is appended to, and for its owner only', async () => {
    const destination = join(directory, 'access.ndjson');
    for (const conn of ['c1', 'c2']) {
      const log = await openAccessLog({ destination, onError: unexpected });
      log.ended(endedExchange({ conn }));
      await log.close();
      log.ended(endedExchange({ conn: 'c3' }));
    }
    assert.deepEqual(
      parse(readFileSync(destination, 'utf8')).map(({ conn }) => conn),
      ['c1', 'c2'],
    );
    assert.equal(statSync(destination).mode & 0o777, 0o600);
  });

  test('a file that cannot be opened is an error of the system', async () => {
    const destination = join(directory, 'no', 'such', 'folder');
    await assert.rejects(openAccessLog({ destination, onError: unexpected }), /ENOENT/);
  });

  test('a stream stays open', async () => {
    const stream = new PassThrough();
    const log = await openAccessLog({ destination: stream, onError: unexpected });
    log.ended(endedExchange());
    await log.close();
    assert.equal(stream.writableEnded, false);
    assert.equal(parse(String(stream.read())).length, 1);
  });

  test('a reader who left is no error, and the log is over', async () => {
    const gone = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error(), { code: 'EPIPE' })),
    });
    const log = await openAccessLog({ destination: gone, onError: unexpected });
    log.ended(endedExchange());
    await log.close();
  });

  test('a write that fails is told of once', async () => {
    const errors: unknown[] = [];
    const full = new Writable({ write: (_chunk, _encoding, done) => done(new Error('disk full')) });
    const log = await openAccessLog({ destination: full, onError: (error) => errors.push(error) });
    log.ended(endedExchange());
    await turn();
    await turn();
    log.ended(endedExchange());
    await log.close();
    assert.deepEqual(errors.map(String), ['Error: disk full']);
  });
});
