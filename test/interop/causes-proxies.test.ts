/** HAProxy and nginx end connections and calls of their own accord, and nginx turns HTTP/2 into HTTP/1. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertNoTrouble,
  assertNotOnWire,
  assertTopFinding,
  assertWire,
  describeCause,
  timeOf,
} from '../support/interop/causes/cause-test.ts';
import {
  haproxyCutsIdleConnection,
  haproxyCutsStream,
  haproxyEndsIdleConnection,
  nginxBodyLimit,
  nginxCutsStream,
  nginxGivesUp,
  nginxSpeaksHttp1,
} from '../support/interop/causes/proxy-causes.ts';

/** What explanations call the timer, and what was measured. */
const TWO_SECONDS = /\b2(\.\d)? s\b/;
const FIVE_SECONDS = /\b(5(\.0\d*)?|4\.9\d*) s\b/;

describeCause(
  "HAProxy's client timeout of two seconds, mode tcp, with a stream open",
  haproxyCutsStream,
  (evidence) => {
    test('both sides see FIN two seconds after the last byte, with the stream open and without a word', () => {
      for (const leg of [evidence().client, evidence().server]) {
        const [last, end] = assertWire(leg, [/SERVER PING 0 ACK/, /"streamClosed":.*"how":"CONNECTION_CLOSED"/]);
        assert.ok(timeOf(end) - timeOf(last) > 1_900, `${last}\n${end}`);
        assertWire(leg, [/"connectionClosed":.*"how":"FIN"/]);
        assertNotOnWire(leg, /GOAWAY 0|RST_STREAM/);
      }
      assert.match(evidence().said, /Unavailable: error reading from server: EOF/);
    });

    test('G6 is on top on both sides: cut with a stream open, two seconds behind the last frame', () => {
      assertTopFinding(evidence().server, 'G6', [TWO_SECONDS, /\b1 stream\b/]);
      assertTopFinding(evidence().client, 'G6', [TWO_SECONDS, /\b1 stream\b/]);
    });
  },
);

describeCause(
  "HAProxy's client timeout of two seconds, mode tcp, between two calls",
  haproxyCutsIdleConnection,
  (evidence) => {
    test('the connection ends with FIN two seconds after the first call, and the second call has another', () => {
      assert.equal(evidence().said, 'OK\nOK');
      const [ended] = assertWire(evidence().server, [/"connectionClosed":.*"how":"FIN"/, /CLIENT HEADERS 1/]);
      assert.ok(timeOf(ended) > 1_900, ended);
    });

    test('nothing went wrong, and nothing is said to have', () => {
      assertNoTrouble(evidence().server);
      assertNoTrouble(evidence().client);
    });
  },
);

describeCause("HAProxy's client timeout of two seconds, mode http", haproxyEndsIdleConnection, (evidence) => {
  test('an idle connection ends in order, with GOAWAY NO_ERROR', () => {
    assert.equal(evidence().said, 'OK\nOK');
    const [goaway] = assertWire(evidence().client, [/SERVER GOAWAY 0 last=1 NO_ERROR/, /CLIENT HEADERS 1/]);
    assert.ok(timeOf(goaway) > 1_900, goaway);
  });

  test('nothing went wrong, and nothing is said to have', () => {
    assertNoTrouble(evidence().server);
    assertNoTrouble(evidence().client);
  });
});

describeCause("nginx's grpc_read_timeout of five seconds, within a stream", nginxCutsStream, (evidence) => {
  test('nginx says that it waited for the server', () => {
    assert.match(evidence().log, /upstream timed out .* while reading upstream/);
  });

  test('our server sees FIN with the stream open, five seconds behind what it sent last, and not a word', () => {
    const [, last, end] = assertWire(evidence().server, [
      /SERVER DATA 1/,
      /SERVER DATA 1/,
      /"streamClosed":.*"how":"CONNECTION_CLOSED"/,
    ]);
    assert.ok(timeOf(end) - timeOf(last) > 4_900, `${last}\n${end}`);
    assertNotOnWire(evidence().server, /CLIENT (GOAWAY|RST_STREAM)/);
  });

  test('the client sees RST_STREAM', () => {
    assertWire(evidence().client, [/SERVER DATA 1/, /SERVER RST_STREAM 1 INTERNAL_ERROR/]);
  });

  test('S24 is on top at our server: a timer of nginx', () => {
    assertTopFinding(evidence().server, 'S24', [FIVE_SECONDS, /nginx/]);
  });

  test('K7 is on top where the client is: the stream was silent', () => {
    assertTopFinding(evidence().client, 'K7', [FIVE_SECONDS, /nginx/]);
  });
});

describeCause("nginx's grpc_read_timeout of five seconds, before a reply", nginxGivesUp, (evidence) => {
  test('nginx says that it waited for the server', () => {
    assert.match(evidence().log, /upstream timed out .* while reading response header from upstream/);
  });

  test('our server sees FIN with the stream open, and the client gets 504 of nginx', () => {
    assertWire(evidence().server, [/CLIENT HEADERS 1/, /"streamClosed":.*"how":"CONNECTION_CLOSED"/]);
    assertWire(evidence().client, [/SERVER HEADERS 1 .*:status=504 server=nginx/]);
  });

  test('S24 is on top on both sides: a timer of nginx', () => {
    assertTopFinding(evidence().server, 'S24', [FIVE_SECONDS, /nginx/]);
    assertTopFinding(evidence().client, 'S24', [FIVE_SECONDS, /\b504\b/]);
  });
});

describeCause("nginx's body limit of 10 KiB", nginxBodyLimit, (evidence) => {
  test('nginx says that the body is too large', () => {
    assert.match(evidence().log, /client intended to send too large chunked body: 20009 bytes/);
  });

  test('the client gets 413 and a page of HTML', () => {
    assertWire(evidence().client, [/SERVER HEADERS 1 .*:status=413 server=nginx.*content-type=text\/html/]);
  });

  test('S4 is on top where the client is, with the status and its gRPC code', () => {
    assertTopFinding(evidence().client, 'S4', [/\b413\b/]);
  });
});

describeCause('nginx with proxy_pass, which speaks HTTP/1', nginxSpeaksHttp1, (evidence) => {
  test('our gRPC port is asked in HTTP/1.0 for a gRPC method', () => {
    assertWire(evidence().server, [
      /CLIENT HTTP\/1 HEAD POST \/sre\.echo\.v1\.EchoService\/Echo HTTP\/1\.0 .*application\/grpc/,
    ]);
  });

  test('C3 is on top at our server', () => {
    assertTopFinding(evidence().server, 'C3', [/HTTP\/1\.0/]);
  });
});
