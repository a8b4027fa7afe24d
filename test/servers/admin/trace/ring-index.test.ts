import assert from 'node:assert/strict';
import { once } from 'node:events';
import { constants } from 'node:http2';
import { afterEach, suite, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';

import { frame, stamp } from '../../../support/events.ts';
import { numbered } from '../../../support/numbered.ts';
import { openSession, PROTOCOLS } from '../../http/support.ts';
import { ask, HOST } from '../support.ts';
import { type RunningDelivery, startDelivery } from './support.ts';

const INDEX = '/api/trace/index';

suite('GET /api/trace/index', () => {
  let running: RunningDelivery;
  afterEach(() => running.close());

  async function start(ringEvents = 100): Promise<void> {
    running = await startDelivery({ ringEvents });
  }

  async function get(query = '', protocol = PROTOCOLS[0] ?? 'http/1.1') {
    const { status, text } = await ask(running, protocol, { path: `${INDEX}${query}` });
    return { status, body: JSON.parse(text) };
  }

  for (const protocol of PROTOCOLS) {
    test(`tells which events match, oldest first, and what the filter means, on ${protocol}`, async () => {
      await start();
      running.hub.publish(numbered(1, 7));
      assert.deepEqual(await get('?filter=even', protocol), {
        status: 200,
        body: { firstSeq: 1, lastSeq: 7, seqs: [2, 4, 6], isCut: false, cel: 'seq % 2 == 0' },
      });
    });
  }

  test('without a question there is no list: numbers have no gaps', async () => {
    await start(10);
    assert.deepEqual((await get()).body, { isCut: false });
    running.hub.publish(numbered(1, 25));
    for (const query of ['', '?filter=', '?limit=3']) {
      assert.deepEqual((await get(query)).body, { firstSeq: 16, lastSeq: 25, isCut: false });
    }
  });

  test('a ring that is empty has nothing that matches', async () => {
    await start();
    assert.deepEqual((await get('?filter=even')).body, { seqs: [], isCut: false, cel: 'seq % 2 == 0' });
  });

  test('gives the newest, and tells that older ones were left', async () => {
    await start();
    running.hub.publish(numbered(1, 10));
    const seqs = async (limit: number) => {
      const { body } = await get(`?filter=even&limit=${limit}`);
      return [body.seqs, body.isCut];
    };
    assert.deepEqual(await seqs(4), [[4, 6, 8, 10], true]);
    assert.deepEqual(await seqs(5), [[2, 4, 6, 8, 10], false]);
    assert.deepEqual(await seqs(6), [[2, 4, 6, 8, 10], false]);
  });

  test('a connection and a stream narrow a filter, and need none', async () => {
    await start();
    const reset = (id: number) => frame('CLIENT', 'RST_STREAM', id, { rstStream: { error: '', errorCode: 0 } });
    running.hub.publish([...stamp([reset(5), reset(7)], 'c3'), ...stamp([reset(5), reset(5)], 'c4', 3)]);
    assert.deepEqual((await get('?conn=c3')).body, { firstSeq: 1, lastSeq: 4, seqs: [1, 2], isCut: false });
    assert.deepEqual((await get('?stream=5')).body.seqs, [1, 3, 4]);
    assert.deepEqual((await get('?conn=c4&stream=5&filter=even')).body.seqs, [4]);
  });

  test('says what came and what was expected, and where a filter is wrong', async () => {
    await start();
    const cases = {
      '?limit=200001': 'parameter limit: "200001" came: expected a whole number, 1 to 200000',
      '?since=1': 'parameter "since" came: expected filter, conn, stream, limit',
    };
    for (const [query, message] of Object.entries(cases)) {
      const { status, body } = await get(query);
      assert.deepEqual([status, body.message], [400, message]);
    }
    const { status, body } = await get('?filter=odd');
    assert.deepEqual([status, body.position, body.lines], [400, 2, ['odd', '  ^']]);
  });

  test('what comes while it is searched is not in it, and the two ends are those of the beginning', async () => {
    await start(20_000);
    running.hub.publish(numbered(1, 10_000));
    const { matches } = running.delivery.compile('even');
    let looked = 0;
    Object.assign(running.delivery, {
      compile: () => ({
        cel: 'even',
        matches(event: Parameters<typeof matches>[0]) {
          looked += 1;
          if (looked === 600) running.hub.publish(numbered(10_001, 10_100));
          return matches(event);
        },
      }),
    });
    const { body } = await get('?filter=even');
    assert.deepEqual([body.firstSeq, body.lastSeq, body.seqs.length], [1, 10_000, 5_000]);
  });

  test('takes one of the places that exports have, and gives it back when its reader leaves', async () => {
    await start(20_000);
    running.hub.publish(numbered(1, 20_000));
    let looked = 0;
    const look = () => {
      looked += 1;
      return false;
    };
    Object.assign(running.delivery, { compile: () => ({ cel: 'x', matches: look }) });
    const session = openSession(running);
    const streams = Array.from({ length: 8 }, () =>
      session.request({ ':path': `${INDEX}?filter=x`, ':authority': HOST }).on('error', () => {}),
    );
    while (looked < 8 * 400) await turn();
    for (const path of [`${INDEX}?conn=c1`, '/api/trace']) {
      const { status, text } = await ask(running, 'http/1.1', { path });
      assert.deepEqual(
        [status, JSON.parse(text).message],
        [429, '8 exports are under way: expected fewer before one more'],
      );
    }
    assert.equal((await get()).status, 200);
    for (const stream of streams) stream.close(constants.NGHTTP2_CANCEL);
    await Promise.all(streams.map((stream) => once(stream, 'close')));
    session.close();
    while ((await get('?conn=c2')).status === 429) await turn();
    assert.ok(looked < 8 * 20_000, `${looked} were looked at for nobody`);
  });
});
