/** Envoy ends calls of its own accord: the wire shows it, Envoy's own log says why, and so does the diagnosis. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertTopFinding, assertWire, describeCause, timeOf } from '../support/interop/causes/cause-test.ts';
import {
  envoyConnectFailure,
  envoyOverflow,
  envoyRouteTimeout,
  envoyStreamIdleTimeout,
} from '../support/interop/causes/envoy-causes.ts';

/** What explanations call the timer, and what was measured. */
const FIVE_SECONDS = /\b(5(\.0\d*)?|4\.9\d*) s\b/;

describeCause("Envoy's route timeout of five seconds", envoyRouteTimeout, (evidence) => {
  test('Envoy says that it was its timeout', () => {
    assert.equal(evidence().log.match(/UT response_timeout/g)?.length, 4);
  });

  test('our server is told the timeout with the request, and sees RST_STREAM when it is over', () => {
    assertWire(evidence().server, [
      /CLIENT HEADERS 1 .*x-envoy-expected-rq-timeout-ms=5000/,
      /CLIENT RST_STREAM \d INTERNAL_ERROR/,
    ]);
    const closed = (evidence().server?.events ?? []).flatMap(({ streamClosed }) => streamClosed ?? []);
    assert.deepEqual(
      closed.map(({ how, endedBy }) => `${how} ${endedBy}`),
      Array(4).fill('RST_STREAM CLIENT'),
    );
  });

  test('the client gets a reply of Envoy, or RST_STREAM where a reply had begun', () => {
    assertWire(evidence().client, [/SERVER RST_STREAM 1 INTERNAL_ERROR/]);
    assertWire(evidence().client, [
      /SERVER HEADERS 1 .*grpc-status=14 grpc-message=upstream request timeout.*server=envoy/,
    ]);
    assert.match(evidence().said, /Unavailable: upstream request timeout/);
  });

  test('S24 is on top at our server: the timeout that ends calls at an age of five seconds', () => {
    assertTopFinding(evidence().server, 'S24', [FIVE_SECONDS]);
  });

  test('S24 is on top where the client is', () => {
    assertTopFinding(evidence().client, 'S24', [FIVE_SECONDS]);
  });
});

describeCause("Envoy's stream idle timeout of five seconds", envoyStreamIdleTimeout, (evidence) => {
  test('Envoy says that the stream was idle', () => {
    assert.match(evidence().log, /SI stream_idle_timeout/);
  });

  test('PINGs pass all the while, and the stream is reset five seconds after its last DATA', () => {
    const [data, , reset] = assertWire(evidence().client, [
      /r\d SERVER DATA 1/,
      /CLIENT PING 0 [0-9a-f]{16}/,
      /SERVER RST_STREAM 1 INTERNAL_ERROR/,
    ]);
    assert.ok(timeOf(reset) - timeOf(data) > 4_900, `${data}\n${reset}`);
    assertWire(evidence().server, [/CLIENT PING/, /SERVER PING 0 ACK/, /CLIENT RST_STREAM \d INTERNAL_ERROR/]);
  });

  test('K7 is on top on both sides: a timer of streams, which PINGs do not reset', () => {
    for (const leg of [evidence().client, evidence().server]) {
      assertTopFinding(leg, 'K7', [FIVE_SECONDS]);
    }
  });
});

describeCause('Envoy that cannot connect', envoyConnectFailure, (evidence) => {
  test('Envoy says that the connection was refused', () => {
    assert.match(evidence().log, /UF .*Connection_refused/);
  });

  test('the reply is of Envoy alone: no header field of an application', () => {
    assertWire(evidence().client, [
      /SERVER HEADERS 1 END_STREAM\|END_HEADERS .*grpc-status=14 .*reset reason: remote connection failure.*server=envoy/,
    ]);
  });

  test('S3 is on top, and decodes it: UF', () => {
    assertTopFinding(evidence().client, 'S3', [/\bUF\b/]);
  });
});

describeCause("Envoy's circuit breaker", envoyOverflow, (evidence) => {
  test('Envoy says that it was full', () => {
    assert.match(evidence().log, /UO .*overflow/);
  });

  test('the second call gets a reply of Envoy at once, and our server never sees it', () => {
    assertWire(evidence().client, [/SERVER HEADERS 1 .*x-envoy-overloaded=true .*reset reason: overflow/]);
    const requests = (evidence().server?.events ?? []).filter(({ streamOpened }) => streamOpened !== undefined);
    assert.equal(requests.length, 1);
  });

  test('S3 is on top, and decodes it: UO', () => {
    assertTopFinding(evidence().client, 'S3', [/\bUO\b/]);
  });
});
