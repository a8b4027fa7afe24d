/** Why streams ended: what the reasons say of deadlines and of connections. The other verdicts are in stream-end.test.ts. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Announcement, TransportEnd } from '../../src/trace/protocol-trace.ts';
import { originOfCut } from '../../src/trace/stream-origin.ts';
import { frames } from '../support/frames.ts';
import { CALL, client, FIN, OK, playOpened, type Step, server, speakers } from '../support/script.ts';

/** The reason of the one stream that ends. A step is a millisecond. */
function reasonOf(steps: readonly Step[]): string {
  const reasons = playOpened(steps).flatMap((event) =>
    event.kind === 'streamClosed' ? [`${event.streamClosed.origin} ${event.streamClosed.originReason}`] : [],
  );
  assert.equal(reasons.length, 1);
  return reasons[0] ?? '';
}

/** A call that `by` cancels after so many milliseconds. */
function cancelled(timeout: string | undefined, elapsedMs: number, by: typeof client = client): string {
  const fields = timeout === undefined ? CALL : { ...CALL, 'grpc-timeout': timeout };
  const silence = Array.from({ length: elapsedMs - 1 }, () => client());
  return reasonOf([client(speakers().request(1, fields)), ...silence, by(frames.rst(1, 'CANCEL'))]);
}

describe('CANCEL', () => {
  test('of a client whose deadline had passed, within 10 % of it', () => {
    const passed = "UNKNOWN the client's deadline of 1 s had passed: cancelled by the client";
    for (const elapsed of [900, 1000, 1100, 3000]) assert.equal(cancelled('1S', elapsed), passed, `${elapsed}`);
    assert.match(cancelled('1S', 899), /before its deadline of 1 s: /);
  });

  test('or within 25 ms of a short one, but not before half of it', () => {
    assert.match(cancelled('80m', 55), /^UNKNOWN the client's deadline of 80 ms had passed/);
    assert.match(cancelled('58991296u', 60_000), /deadline of 58\.991 s had passed/);
    assert.match(cancelled('80m', 54), /before its deadline of 80 ms: /);
    assert.match(cancelled('20m', 10), /deadline of 20 ms had passed/);
    assert.match(cancelled('20m', 9), /before its deadline of 20 ms: /);
  });

  test('of a client before its deadline: it or who is behind it', () => {
    assert.equal(
      cancelled('5S', 10),
      'UNKNOWN cancelled by the client before its deadline of 5 s: its application, its own caller or a proxy',
    );
  });

  test('of a client without a deadline', () => {
    assert.match(cancelled(undefined, 10), /^UNKNOWN cancelled by the client, which named no deadline: /);
  });

  test('of a server that saw the deadline first', () => {
    assert.equal(
      cancelled('80m', 80, server),
      "UNKNOWN the client's deadline of 80 ms had passed: cancelled by the server",
    );
    assert.match(cancelled('5S', 10, server), /^UNKNOWN reset by the server: /);
    assert.match(cancelled(undefined, 10, server), /^UNKNOWN reset by the server: /);
  });

  test('no other code is about a deadline', () => {
    const { request } = speakers();
    const call = request(1, { ...CALL, 'grpc-timeout': '1m' });
    assert.match(reasonOf([client(call), client(frames.rst(1, 'INTERNAL_ERROR'))]), /^UNKNOWN reset by the client: /);
  });

  test('a GOAWAY that left the stream out says more', () => {
    const steps = [client(speakers().request(3, CALL)), server(frames.goaway(1)), client(frames.rst(3, 'CANCEL'))];
    assert.match(reasonOf(steps), /^INFRASTRUCTURE left out by the GOAWAY/);
  });
});

describe('a connection that takes streams with it', () => {
  const what = 'the connection ended before the response did';
  const cut = (end: TransportEnd, goaway?: Announcement) => {
    const { origin, reason } = originOfCut(end, goaway);
    return `${origin} ${reason}`;
  };
  const byServer = { from: 'SERVER', error: 'NO_ERROR' } as const;

  test('how it ended, by whom, and whether that was announced', () => {
    assert.equal(cut(FIN), `INFRASTRUCTURE ${what}: FIN of the client, without a GOAWAY`);
    const reset = { how: 'RST', endedBy: 'CLIENT' } as const;
    assert.equal(cut(reset, byServer), `INFRASTRUCTURE ${what}: RST of the client, behind a GOAWAY of the server`);
    assert.equal(cut({ how: 'LOCAL' }), `INFRASTRUCTURE ${what}: cut by us`);
  });

  test('is the wish of a client that announced it, unless by an error, and not that of a server', () => {
    const byClient = { from: 'CLIENT', error: 'NO_ERROR' } as const;
    assert.match(cut(FIN, byClient), /^APPLICATION .*: FIN of the client, behind a GOAWAY of the client$/);
    assert.match(cut(FIN, { ...byClient, error: 'PROTOCOL_ERROR' }), /^INFRASTRUCTURE /);
    assert.match(cut({ how: 'FIN', endedBy: 'SERVER' }, byClient), /^INFRASTRUCTURE /);
    assert.match(cut({ how: 'FIN', endedBy: 'SERVER' }, byServer), /^INFRASTRUCTURE /);
  });
});

test('all streams of a connection share the reason', () => {
  const { request, response } = speakers();
  const steps = [client(request(1, CALL), request(3, CALL)), server(response(1, OK))];
  const reasons = playOpened(steps, { end: FIN }).flatMap((event) =>
    event.kind === 'streamClosed' ? [event.streamClosed.originReason] : [],
  );
  assert.equal(reasons.length, 2);
  assert.equal(new Set(reasons).size, 1);
});
