import type { ConnectionClosed } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { Match, Rule } from '../../rule.ts';
import { firstBytesOf, spokeTls } from '../shared/first-bytes.ts';
import { milliseconds } from '../words.ts';
import { helloInWords } from './client-hello.ts';

/** C2 */
export const TLS_TO_PLAINTEXT: Rule = {
  id: 'C2',
  title: 'A TLS client came to a port that speaks clear text',
  severity: 'ERROR',
  meaning:
    'The client began a TLS handshake, and nobody on this port ends TLS: the server read the handshake as HTTP and gave up. No call gets ' +
    'through. Clients report "first record does not look like a TLS handshake", "wrong version number" or "packet length too long": ' +
    'what they could not read is the clear text of the server.',
  wire:
    'The first bytes of the client are 16 03 01 (a TLS ClientHello), where the port speaks HTTP in clear text. The server sends SETTINGS ' +
    '(00 00 nn 04), or an error page, and closes.',
  example: [
    '   0.000 connection opened tls',
    '   3.100 SERVER SETTINGS MAX_CONCURRENT_STREAMS=1000',
    '   3.100 SERVER GOAWAY INTERNAL_ERROR last=0',
    '   4.600 connection closed by SERVER: the client began with TLS, SNI "echo.sre", ALPN "h2"',
  ],
  reproduce: ['sre-test-server serve', 'grpcurl localhost:50051 list'],
  advice: [
    { side: 'client', of: 'grpcurl', change: '-plaintext' },
    { side: 'client', of: 'grpc-go', change: 'insecure.NewCredentials() in place of credentials.NewTLS' },
    { side: 'client', of: 'grpc-java', change: 'usePlaintext()' },
    { side: 'client', of: 'grpc-js', change: 'credentials.createInsecure() in place of credentials.createSsl()' },
    {
      side: 'proxy',
      of: 'Envoy',
      change:
        'no TLS transport_socket in this cluster; with Istio a DestinationRule tls.mode DISABLE, or a sidecar here that ends mTLS',
    },
    {
      side: 'proxy',
      of: 'nginx',
      change: 'grpc:// in place of grpcs:// in grpc_pass, http:// in place of https:// in proxy_pass',
    },
    { side: 'proxy', of: 'HAProxy', change: 'no "ssl" on the server line, "proto h2" in its place' },
    {
      side: 'server',
      change: 'or speak TLS here: sre-test-server serve --tls-self-signed, or --tls-cert and --tls-key',
    },
  ],
  spec: ['RFC 9113 §3.3', 'RFC 9113 §3.2', 'RFC 8446 §4.1.2'],
  watches: {
    connectionClosed(connection, closed): Match | undefined {
      if (firstBytesOf(closed, 'CLIENT')?.looksLike !== 'TLS_HANDSHAKE') return undefined;
      // A server that answers in TLS has understood.
      if (spokeTls(firstBytesOf(closed, 'SERVER'))) return undefined;
      const evidence = [connection.openedSeq, connection.server.settingsSeq, connection.closedSeq];
      return { explanation: explain(connection, closed), evidence };
    },
  },
};

function explain({ opened }: ConnectionFacts, { clientHello, ageMs }: ConnectionClosed): string {
  const inside =
    opened.tls === undefined ? '' : ' inside of TLS that had been ended already: what is in front encrypts twice';
  const where = opened.tls === undefined ? `, on a port (${opened.local.port}) that speaks clear text` : '';
  return (
    `The client began with a TLS ClientHello (${helloInWords(clientHello)})${where}${inside}. ` +
    `The connection was closed after ${milliseconds(ageMs)} without a request.`
  );
}
