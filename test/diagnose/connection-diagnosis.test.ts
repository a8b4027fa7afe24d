import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Watches } from '../../src/diagnose/rule.ts';
import { causes, conversation, found } from '../support/conversation.ts';
import { frames } from '../support/frames.ts';
import { ruleForTest } from '../support/rule.ts';
import { CALL, message, OK, TRAILERS } from '../support/script.ts';

const FIN = { how: 'FIN', endedBy: 'CLIENT' } as const;

describe('ConnectionDiagnosis', () => {
  test('rules are asked at each moment of a call, in its order', () => {
    const asked: string[] = [];
    const note = (moment: string) => () => {
      asked.push(moment);
      return undefined;
    };
    const moments = ['connectionOpened', 'settings', 'requestHead', 'request', 'response', 'trailers'] as const;
    const ends = ['streamClosed', 'streamFailed', 'connectionClosed', 'goaway', 'ping', 'reset'] as const;
    const watches: Watches = Object.fromEntries([...moments, ...ends].map((moment) => [moment, note(moment)]));
    found([conversation().call(1, 1, { 'x-request-id': 'a' }).end(FIN)], [ruleForTest(watches)]);
    assert.deepEqual(asked, [
      'connectionOpened',
      ...['settings', 'settings', 'settings', 'settings'],
      ...['requestHead', 'request', 'response', 'trailers', 'streamClosed', 'connectionClosed'],
    ]);
  });

  test('streams that fail are those that were reset, cut, or have another status than that of success', () => {
    const failed: number[] = [];
    const watch = ruleForTest({
      streamFailed(_, stream) {
        failed.push(stream.id);
        return undefined;
      },
    });
    const talk = conversation().call(1);
    talk.client(talk.request(3, CALL)).client(frames.rst(3, 'CANCEL'));
    talk.client(talk.request(5, CALL, { endStream: true }));
    talk.server(talk.response(5, { ...OK, 'grpc-status': '5' }, { endStream: true }));
    talk.client(talk.request(7, { ...CALL, 'content-type': 'text/plain' }, { endStream: true }));
    talk.server(talk.response(7, { ':status': '204' }, { endStream: true }));
    talk.client(talk.request(9, { ...CALL, 'content-type': 'text/plain' }, { endStream: true }));
    talk.server(talk.response(9, { ':status': '503' }, { endStream: true }));
    talk.client(talk.request(11, CALL, { endStream: true }));
    found([talk.end(FIN)], [watch]);
    assert.deepEqual(failed, [3, 5, 9, 11]);
  });

  test('what a request list shows is judged once, and counted for each request that sends the same list', () => {
    let asked = 0;
    const watch = ruleForTest({
      requestHead() {
        asked += 1;
        return { explanation: 'a list', evidence: [] };
      },
    });
    // The first time a list is indexed it is another one on the wire.
    const talk = conversation();
    for (const id of [1, 3, 5, 7, 9]) talk.call(id);
    const [cause] = causes([talk], [watch]);
    assert.equal(cause?.finding.count, 5);
    assert.ok(asked < 5, `asked ${asked} times`);
  });

  test('the prefix of a message that is long, compressed or none is asked about, with what it announces', () => {
    const began: unknown[] = [];
    const watch = ruleForTest({
      messageBegan(_, { from, flag, length, head }) {
        began.push([from, flag, length, head.slice(5)]);
        return undefined;
      },
    });
    const talk = conversation();
    talk.client(talk.request(1, CALL), frames.data(1, message('hello')));
    talk.client(frames.data(1, message('gz', 1)));
    talk.client(frames.data(1, message('part', 0, 5_000_000)));
    found([talk], [watch]);
    assert.deepEqual(began, [
      ['CLIENT', 1, 2, 'gz'],
      ['CLIENT', 0, 5_000_000, 'part'],
    ]);
  });

  test('a tick comes each second, with the facts as they are then', () => {
    const open: number[] = [];
    const watch = ruleForTest({
      tick(connection) {
        open.push(connection.streams.size);
        return undefined;
      },
    });
    const talk = conversation().after(500);
    talk.client(talk.request(1, CALL)).after(2_000);
    talk.server(talk.response(1, { ...OK, ...TRAILERS }, { endStream: true })).client(frames.rst(1, 'NO_ERROR'));
    found([talk.after(1_000)], [watch]);
    assert.deepEqual(open, [1, 1, 0]);
  });

  test('both legs of a proxied pair know each other', () => {
    const pairs: string[] = [];
    const watch = ruleForTest({
      goaway(connection) {
        pairs.push(`${connection.conn}-${connection.paired?.conn}`);
        return undefined;
      },
    });
    const downstream = conversation({ opened: { listener: 'proxy' }, conn: 'c1' });
    const upstream = conversation({ opened: { role: 'CLIENT', pairedConn: 'c1' }, conn: 'c2', startMs: 1 });
    for (const leg of [downstream, upstream]) leg.after(5).server(frames.goaway(0));
    found([downstream, upstream], [watch]);
    assert.deepEqual(pairs, ['c1-c2', 'c2-c1']);
  });

  test('peers are asked about when a connection of theirs opens and closes', () => {
    const seen: string[] = [];
    const watch = ruleForTest({
      peer({ address, connections }) {
        seen.push(`${address} ${connections.map(({ closedAt, streams }) => `${closedAt}:${streams}`).join(' ')}`);
        return undefined;
      },
    });
    found([conversation().call(1).after(9).end(FIN)], [watch]);
    assert.deepEqual(seen, ['127.0.0.1 undefined:0', '127.0.0.1 10000:1']);
  });
});
