/** The two sides of a connection expect something else of each other: TLS, or none, or another protocol inside of it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertTopFinding, assertWire, describeCause } from '../support/interop/causes/cause-test.ts';
import {
  alpnWithoutH2,
  clearTextTo,
  envoyTls,
  grpcGoTls,
  nginxTls,
  noAlpn,
  opensslServer,
  tlsToClearText,
} from '../support/interop/causes/opening-causes.ts';

describeCause('TLS to a port in clear text', tlsToClearText, (evidence) => {
  test('the connection is told as TLS, with what came in its place', () => {
    assertWire(evidence().server, [/"protocol":"tls"/, /"connectionClosed":.*the client speaks TLS/]);
    assert.match(evidence().said, /first record does not look like a TLS handshake/);
  });

  test('C2 is on top, with the name that the client asked for', () => {
    assertTopFinding(evidence().server, 'C2', [/api\.example\.com/]);
  });
});

const TLS_SERVERS = [
  {
    name: 'openssl s_server',
    start: opensslServer,
    answer: /"looksLike":"NOTHING"/,
    rule: 'C1',
    says: /without a byte/,
  },
  { name: 'grpc-go', start: grpcGoTls, answer: /"looksLike":"NOTHING"/, rule: 'C1', says: /without a byte/ },
  { name: 'Envoy', start: envoyTls, answer: /"looksLike":"TLS_ALERT","tlsAlert":70/, rule: 'C1', says: /alert 70/ },
  // In the words of HTTP/1, so that it is C3; which says what else it may be.
  { name: 'nginx', start: nginxTls, answer: /"looksLike":"HTTP1"/, rule: 'C3', says: /TLS port/ },
];

for (const { name, start, answer, rule, says } of TLS_SERVERS) {
  describeCause(`clear text to a port of ${name} that takes TLS`, clearTextTo(start), (evidence) => {
    test('the client speaks HTTP/2, and the server answers in its own way', () => {
      assertWire(evidence().client, [/CLIENT SETTINGS 0/, answer]);
    });

    test(`${rule} is on top`, () => {
      assertTopFinding(evidence().client, rule, [says]);
    });
  });
}

describeCause('ALPN with http/1.1 alone on the gRPC port', alpnWithoutH2, (evidence) => {
  test('the handshake ends with alert 120, no_application_protocol', () => {
    assert.match(evidence().said, /alert no application protocol/);
    assertWire(evidence().server, [/"connectionClosed":.*no protocol in common/]);
  });

  test('C4 is on top, with what the client offered', () => {
    assertTopFinding(evidence().server, 'C4', [/http\/1\.1/]);
  });
});

describeCause('TLS without ALPN on the gRPC port', noAlpn, (evidence) => {
  test('HTTP/2 is spoken all the same', () => {
    assertWire(evidence().server, [/"protocol":"h2".*"tls":/, /CLIENT SETTINGS 0/, /SERVER SETTINGS 0/]);
  });

  test('C4 is on top: other servers would not speak HTTP/2 with this client', () => {
    assertTopFinding(evidence().server, 'C4', [/ALPN/]);
  });
});
