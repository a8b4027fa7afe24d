import assert from 'node:assert/strict';
import { once } from 'node:events';
import { constants } from 'node:http2';
import { afterEach, suite, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';

import type { TraceExport } from '../../../../src/servers/admin/trace/delivery.ts';
import { frame, stamp } from '../../../support/events.ts';
import { numbered } from '../../../support/numbered.ts';
import { openSession, PROTOCOLS, type Response } from '../../http/support.ts';
import { ask, HOST } from '../support.ts';
import type { DeliveryOptions } from './delivery.ts';
import { type RunningDelivery, startDelivery } from './support.ts';

suite('GET /api/trace', () => {
  let running: RunningDelivery;
  afterEach(() => running.close());

  async function start(options?: DeliveryOptions): Promise<void> {
    running = await startDelivery(options);
  }

  const get = (query = '', protocol = PROTOCOLS[0] ?? 'http/1.1'): Promise<Response> =>
    ask(running, protocol, { path: `/api/trace${query}` });

  function seqs({ text }: Response): number[] {
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line).seq]));
  }

  for (const protocol of PROTOCOLS) {
    test(`gives what the ring holds, as a file, on ${protocol}`, async () => {
      await start();
      running.hub.publish(numbered(1, 3));
      const answer = await get('', protocol);
      assert.equal(answer.status, 200);
      assert.deepEqual(seqs(answer), [1, 2, 3]);
      assert.equal(answer.headers['content-type'], 'application/x-ndjson');
      assert.match(answer.headers['content-disposition'] ?? '', /^attachment; filename="trace-\d{8}T\d{6}Z\.ndjson"$/);
    });
  }

  test('gives the newest that match', async () => {
    await start();
    running.hub.publish(numbered(1, 10));
    assert.deepEqual(seqs(await get('?filter=even&limit=2')), [8, 10]);
    assert.deepEqual(seqs(await get('?since=8')), [8, 9, 10]);
    assert.deepEqual(seqs(await get('?since=11')), []);
  });

  test('gives a window: from a number up to another, both with it', async () => {
    await start();
    running.hub.publish(numbered(1, 10));
    assert.deepEqual(seqs(await get('?since=4&until=6')), [4, 5, 6]);
    assert.deepEqual(seqs(await get('?until=3')), [1, 2, 3]);
    assert.deepEqual(seqs(await get('?until=7&limit=2')), [6, 7]);
    assert.deepEqual(seqs(await get('?since=9&until=99')), [9, 10]);
    assert.deepEqual(seqs(await get('?since=6&until=4')), []);
  });

  test('finds what x-sre-trace names: a stream of a connection, and no other', async () => {
    await start();
    const ping = frame('CLIENT', 'RST_STREAM', 5, { rstStream: { error: '', errorCode: 0 } });
    const other = frame('CLIENT', 'RST_STREAM', 7, { rstStream: { error: '', errorCode: 0 } });
    const http1 = { kind: 'http1', http1: { from: 'CLIENT', stage: 'END', index: 5, startLine: '' } } as const;
    running.hub.publish([...stamp([ping, other], 'c3'), ...stamp([ping], 'c4', 3), ...stamp([http1], 'c3', 4)]);
    assert.deepEqual(seqs(await get('?conn=c3&stream=5')), [1, 4]);
    assert.deepEqual(seqs(await get('?conn=c4')), [3]);
    assert.deepEqual(seqs(await get('?stream=7')), [2]);
  });

  test('in another format, of bytes', async () => {
    await start();
    running.hub.publish(numbered(4, 6));
    const { text, headers } = await get('?format=first');
    assert.equal(text, '4');
    assert.match(headers['content-disposition'] ?? '', /\.txt"$/);
  });

  test('says what came and what was expected', async () => {
    await start();
    const cases = {
      '?format=xml': 'parameter format: "xml" came: expected one of ndjson, first',
      '?limit=0': 'parameter limit: "0" came: expected a whole number, 1 or more',
      '?until=x': 'parameter until: "x" came: expected a whole number, 0 or more',
      '?since=-1': 'parameter since: "-1" came: expected a whole number, 0 or more',
      '?conn=3': 'parameter conn: "3" came: expected a connection as in x-sre-trace, for example c3',
      '?limit=1&limit=2': 'parameter limit came twice: expected it once',
      '?fiter=even': 'parameter "fiter" came: expected filter, conn, stream, since, until, limit, format',
      '?constructor=1': 'parameter "constructor" came: expected filter, conn, stream, since, until, limit, format',
    };
    for (const [query, expected] of Object.entries(cases)) {
      const { status, text } = await get(query);
      assert.deepEqual([status, JSON.parse(text).message], [400, expected]);
    }
  });

  test('shows where a filter is wrong', async () => {
    await start();
    const { status, text } = await get('?filter=odd');
    assert.equal(status, 400);
    assert.deepEqual(JSON.parse(text), {
      statusCode: 400,
      error: 'Bad Request',
      message: 'filter refused at character 3: expected even or from',
      position: 2,
      lines: ['odd', '  ^'],
    });
  });

  test('the connection that carries it is muted meanwhile', async () => {
    await start();
    running.hub.publish(numbered(1, 3));
    let during: string[] = [];
    Object.assign(running.delivery.exports, {
      ndjson: {
        contentType: 'text/plain',
        extension: 'txt',
        *render() {
          during = [...running.muted];
          yield 'x';
        },
      } satisfies TraceExport,
    });
    await get();
    assert.deepEqual(during, ['c1']);
    while (running.muted.length > 0) await turn();
  });

  test('a reader who leaves ends it, and makes room: there is a most of them', async () => {
    await start({ ringEvents: 20_000 });
    running.hub.publish(numbered(1, 20_000));
    const session = openSession(running);
    const streams = Array.from({ length: 8 }, () => session.request({ ':path': '/api/trace', ':authority': HOST }));
    await Promise.all(streams.map((stream) => once(stream, 'response')));
    assert.equal(running.muted.length, 8);
    const refused = await get();
    assert.equal(refused.status, 429);
    assert.match(JSON.parse(refused.text).message, /^8 exports are under way/);
    for (const stream of streams) stream.close(constants.NGHTTP2_CANCEL);
    while (running.muted.length > 0) await turn();
    assert.equal((await get('?limit=1')).status, 200);
    session.close();
  });

  test('is made as it is read: what is overwritten before is announced', async () => {
    await start({ ringEvents: 20_000 });
    running.hub.publish(numbered(1, 20_000));
    const session = openSession(running);
    const stream = session.request({ ':path': '/api/trace', ':authority': HOST });
    await once(stream, 'response');
    running.hub.publish(numbered(20_001, 40_000));
    const lines = (await stream.toArray()).join('').trim().split('\n');
    session.close();
    const last = JSON.parse(lines.at(-1) ?? '');
    assert.equal(last.traceLost.lastSeq, 20_000);
    assert.equal(last.traceLost.dropped + lines.length - 1, 20_000);
  });

  test('HEAD tells what it would be', async () => {
    await start();
    const { status, headers } = await ask(running, 'http/1.1', { method: 'HEAD', path: '/api/trace' });
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'application/x-ndjson');
  });
});
