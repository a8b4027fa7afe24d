import type { ConnectionClosed, ConnectionOpened } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { Match, Rule } from '../../rule.ts';
import { firstBytesOf } from '../shared/first-bytes.ts';
import { quoted } from '../words.ts';
import { helloInWords, offeredNames } from './client-hello.ts';

/** RFC 7301 §3.2. */
const NO_APPLICATION_PROTOCOL = 120;

/** How our own TLS says it, capture/tls-failure.ts. */
const NOTHING_IN_COMMON = 'no protocol in common';

/** C4 */
export const NO_ALPN: Rule = {
  id: 'C4',
  title: 'ALPN did not choose h2',
  severity: 'ERROR',
  meaning:
    'Over TLS, HTTP/2 is agreed on by ALPN. Here the two sides found no protocol in common, or one of them left ALPN out. Clients of gRPC ' +
    'report "no application protocol", "missing selected ALPN property" (grpc-go 1.67 and later refuse such connections, as grpc-core does), ' +
    'or speak HTTP/1.1.',
  wire:
    'The ClientHello offers no ALPN, or only http/1.1; or the server ends the handshake with alert 120 (no_application_protocol, ' +
    '15 03 03 00 02 02 78), or selects nothing.',
  example: [
    '   0.000 connection opened tls',
    '   4.000 CLIENT ClientHello ALPN "http/1.1"',
    '   4.200 SERVER 15 03 03 00 02 02 78 (TLS alert 120 no_application_protocol)',
    '   4.300 connection closed',
  ],
  reproduce: ['sre-test-server serve --tls-self-signed', 'curl -k --http1.1 https://localhost:50051/'],
  advice: [
    {
      side: 'client',
      change: 'offer h2 by ALPN: curl --http2, openssl s_client -alpn h2; libraries of gRPC do it by themselves',
    },
    { side: 'server', of: 'grpc-go', change: 'NextProtos: []string{"h2"} where a tls.Config is made by hand' },
    { side: 'server', of: 'Envoy', change: 'common_tls_context.alpn_protocols: ["h2", "http/1.1"] on the listener' },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'common_tls_context.alpn_protocols: ["h2"] in the transport_socket of the cluster',
    },
    { side: 'server', of: 'nginx', change: '"http2 on;" in the server block (before 1.25.1: "listen … ssl http2")' },
    { side: 'server', of: 'HAProxy', change: '"alpn h2,http/1.1" on the bind line, "alpn h2" on the server line' },
    {
      side: 'proxy',
      of: 'AWS NLB',
      change: 'an ALPN policy such as HTTP2Preferred on the TLS listener: without one it chooses nothing',
    },
    { side: 'network', change: 'look for a middlebox that inspects TLS: many drop ALPN' },
  ],
  spec: ['RFC 9113 §3.2', 'RFC 9113 §3.3', 'RFC 7301 §3.2'],
  watches: {
    connectionOpened: ofOpened,
    connectionClosed: ofClosed,
  },
};

/** HTTP/2 over TLS that nobody agreed on: it works with us, and not with peers that insist on ALPN. */
function ofOpened({ openedSeq }: ConnectionFacts, { tls, protocol, role }: ConnectionOpened): Match | undefined {
  if (tls === undefined || tls.alpn !== undefined || protocol !== 'h2') return undefined;
  const [who, what] = role === 'SERVER' ? ['client', 'offered no ALPN'] : ['server', 'selected nothing by ALPN'];
  const sni = tls.sni === undefined ? '' : ` (SNI ${quoted(tls.sni, 64)})`;
  const explanation =
    `The ${who} ${what}, and HTTP/2 was spoken inside of TLS all the same${sni}. It works here, since this server looks at the first bytes; ` +
    'grpc-go 1.67 and later and grpc-core refuse such a peer, others speak HTTP/1.1 to it.';
  return { explanation, evidence: [openedSeq], severity: 'WARNING', cause: 'none' };
}

function ofClosed({ openedSeq, closedSeq, opened }: ConnectionFacts, closed: ConnectionClosed): Match | undefined {
  if (opened.protocol !== 'tls' && closed.clientHello === undefined) return undefined;
  const { clientHello, error } = closed;
  const isOurs = closed.firstBytes === undefined && error?.includes(NOTHING_IN_COMMON) === true;
  const isTheirs = firstBytesOf(closed, 'SERVER')?.tlsAlert === NO_APPLICATION_PROTOCOL;
  if (!isOurs && !isTheirs) return undefined;
  const offer =
    clientHello === undefined || clientHello.alpn.length === 0
      ? helloInWords(clientHello)
      : `it offered ${offeredNames(clientHello)}`;
  const explanation =
    `The TLS handshake ended because client and server found no protocol in common by ALPN: of the client is known that ${offer}. ` +
    (isOurs
      ? `This ${opened.listener} port speaks ${spoken(opened)}.`
      : 'The server said so with TLS alert 120 (no_application_protocol).');
  return { explanation, evidence: [openedSeq, closedSeq] };
}

/** What our listeners agree to (app/fronts.ts). */
function spoken({ listener }: ConnectionOpened): string {
  return listener === 'grpc' ? '"h2" only' : '"h2" and "http/1.1"';
}
