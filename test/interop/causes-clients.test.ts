/** Clients that run into their own deadline or a limit of the server, or do not read. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertTopFinding, assertWire, describeCause, timeOf } from '../support/interop/causes/cause-test.ts';
import {
  clientDeadline,
  clientOverHeaderLimit,
  clientOverMessageLimit,
  clientThatDoesNotRead,
} from '../support/interop/causes/client-causes.ts';

describeCause('a client with a deadline of 100 ms', clientDeadline, (evidence) => {
  test('the request says how long, and RST_STREAM CANCEL comes then', () => {
    assertWire(evidence().server, [/CLIENT HEADERS 3 .*grpc-timeout=\d+m/, /CLIENT RST_STREAM 3 CANCEL/]);
    assert.match(evidence().said, /DEADLINE_EXCEEDED: Deadline exceeded after/);
  });

  test('S11 is on top, with the timeout that the client named', () => {
    const [line = ''] = assertWire(evidence().server, [/CLIENT HEADERS 3 /]);
    const [, timeoutMs = ''] = /grpc-timeout=(\d+)m/.exec(line) ?? [];
    assertTopFinding(evidence().server, 'S11', [new RegExp(`\\b${timeoutMs} ms`)]);
  });
});

describeCause('a client over the header limit', clientOverHeaderLimit, (evidence) => {
  test('the list is longer than SETTINGS_MAX_HEADER_LIST_SIZE, and its stream is reset', () => {
    assertWire(evidence().server, [
      /SERVER SETTINGS 0 .*MAX_HEADER_LIST_SIZE=8192/,
      /CLIENT HEADERS 1 .*x-baggage-11=/,
      /SERVER RST_STREAM 1 ENHANCE_YOUR_CALM/,
    ]);
  });

  test('L1 is on top, with the size of the list and the limit, and the largest fields are named', () => {
    const frames = (evidence().server?.events ?? []).flatMap(({ frame }) => frame ?? []);
    const listSize = frames.find(({ headers }) => headers?.category === 'REQUEST')?.headers?.listSize;
    assertTopFinding(evidence().server, 'L1', [/\b8192\b/, new RegExp(`\\b${listSize}\\b`)]);
    const told = (evidence().server?.findings ?? []).filter(({ rule }) => rule === 'L1');
    assert.ok(told.some(({ explanation }) => explanation.includes('"x-baggage-')));
  });
});

describeCause('a client over the message limit', clientOverMessageLimit, (evidence) => {
  test('the server answers when it has read the prefix, long before the message has come', () => {
    assertWire(evidence().server, [
      /CLIENT DATA 1/,
      /SERVER HEADERS 1 END_STREAM\|END_HEADERS .*grpc-status=8 grpc-message=Received%20message%20larger%20than%20max/,
    ]);
    assert.match(evidence().said, /ResourceExhausted: Received message larger than max \(5000005 vs 4194304\)/);
  });

  test('S13 is on top, with the size and the limit', () => {
    assertTopFinding(evidence().server, 'S13', [/\b5,?000,?005\b|\b4\.8 MiB\b/, /\b4,?194,?304\b|\b4 MiB\b/]);
  });
});

describeCause('a client that does not read', clientThatDoesNotRead, (evidence) => {
  test('the window of the stream is used up, that of the connection is not, and nothing passes for seconds', () => {
    const [last, cancelled] = assertWire(evidence().server, [
      /SERVER DATA 1 .* window=\d{4,}\/0$/,
      /CLIENT RST_STREAM 1 CANCEL/,
    ]);
    assert.ok(timeOf(cancelled) - timeOf(last) > 2_000, `${last}\n${cancelled}`);
  });

  test('L4 is on top, with how long nothing was read', () => {
    assertTopFinding(evidence().server, 'L4', [/\b\d(\.\d+)? s\b|\b\d,?\d{3} ms\b/]);
  });
});
