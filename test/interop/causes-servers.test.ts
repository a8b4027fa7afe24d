/** grpc-go's server ends connections by its policies, and without a word when it is killed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertNotOnWire,
  assertTopFinding,
  assertWire,
  describeCause,
  timeOf,
} from '../support/interop/causes/cause-test.ts';
import {
  grpcGoMaxConnectionAge,
  grpcGoTooManyPings,
  killedServer,
  killedServerBehind,
} from '../support/interop/causes/server-causes.ts';

describeCause('grpc-go and a client with two PINGs a second', grpcGoTooManyPings, (evidence) => {
  test('the fourth PING is answered with GOAWAY too_many_pings, though a stream was open', () => {
    const ping = /CLIENT PING 0 [0-9a-f]{16}/;
    assertWire(evidence().client, [
      /CLIENT HEADERS 1/,
      ping,
      ping,
      ping,
      ping,
      /SERVER PING 0 ACK/,
      /SERVER GOAWAY 0 last=1 ENHANCE_YOUR_CALM too_many_pings/,
    ]);
  });

  test('the client is told of it in other words', () => {
    assert.match(evidence().said, /RESOURCE_EXHAUSTED: Bandwidth exhausted or memory limit exceeded/);
  });

  test('K1 is on top, with the interval that was measured', () => {
    assertTopFinding(evidence().client, 'K1', [/\b(0\.5\d* s|50\d(\.\d+)? ms)/]);
  });
});

describeCause("grpc-go's max connection age, shorter than a call", grpcGoMaxConnectionAge, (evidence) => {
  test('two GOAWAYs, a round trip between them, and FIN with the stream open when the grace is over', () => {
    const [first, , , second, end] = assertWire(evidence().client, [
      /SERVER GOAWAY 0 last=2147483647 NO_ERROR max_age/,
      /SERVER PING 0/,
      /CLIENT PING 0 ACK/,
      /SERVER GOAWAY 0 last=1 NO_ERROR max_age/,
      /"streamClosed":.*"how":"CONNECTION_CLOSED","endedBy":"SERVER"/,
    ]);
    assert.ok(timeOf(first) > 800, first);
    assert.ok(timeOf(end) - timeOf(second) > 900, `${second}\n${end}`);
  });

  test('G4 is on top, with the age and the grace', () => {
    const [first, end] = assertWire(evidence().client, [/SERVER GOAWAY 0 last=1 /, /"connectionClosed":/]);
    const grace = Math.round((timeOf(end) - timeOf(first)) / 100) / 10;
    assertTopFinding(evidence().client, 'G4', [new RegExp(`\\b${grace} s after`), /\bage of [23](\.\d)? s/]);
  });
});

describeCause('a server that is killed', killedServer, (evidence) => {
  test('the connection ends with a stream open, and without GOAWAY', () => {
    assertWire(evidence().client, [/"streamClosed":.*"how":"CONNECTION_CLOSED","endedBy":"SERVER"/]);
    assertNotOnWire(evidence().client, /SERVER (GOAWAY|RST_STREAM)/);
    assert.match(evidence().said, /Unavailable: error reading from server/);
  });

  test('G6 is on top, with how many streams it took along', () => {
    assertTopFinding(evidence().client, 'G6', [/\b(1|one|a) (open )?stream/]);
  });
});

describeCause('a server that is killed with a request unread', killedServerBehind, (evidence) => {
  test('the connection is reset with two streams open, and without GOAWAY', () => {
    assertWire(evidence().client, [/"connectionClosed":\{"endedBy":"SERVER","how":"RST".*"openStreams":2/]);
    assertNotOnWire(evidence().client, /SERVER (GOAWAY|RST_STREAM)/);
  });

  test('G6 is on top, with both streams', () => {
    assertTopFinding(evidence().client, 'G6', [/\b2 streams/, /reset the connection/]);
  });
});
