import type { ConnectionClosed, FirstBytes } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { Match, Rule } from '../../rule.ts';
import { firstBytesOf, spokeTls, wasMetWithSilence } from '../shared/first-bytes.ts';
import { milliseconds } from '../words.ts';

/** C1 */
export const PLAINTEXT_TO_TLS: Rule = {
  id: 'C1',
  title: 'A client in clear text came to a port that speaks TLS',
  severity: 'ERROR',
  meaning:
    'The client began HTTP/2 without TLS, and the server waited for a TLS handshake. No call gets through. Clients report UNAVAILABLE ' +
    'with "connection closed", "Failed to connect", "Protocol error" or "error reading server preface", none of which names TLS.',
  wire:
    'The client sends the preface of HTTP/2 ("PRI * HTTP/2.0") in clear text. The server answers with a TLS record (15 03 xx is an ' +
    'alert, 16 03 xx a handshake), or closes without a byte.',
  example: [
    '   0.000 connection opened h2c',
    '   0.200 CLIENT SETTINGS',
    '   0.900 SERVER 15 03 03 00 02 02 46 (TLS alert 70 protocol_version)',
    '   0.950 connection closed by SERVER FIN',
  ],
  reproduce: [
    'It takes a server that speaks TLS only: this one tells TLS and clear text apart on each port, and takes both.',
    'openssl s_server -accept 8443 -cert cert.pem -key key.pem -alpn h2',
    'grpcurl -plaintext localhost:8443 list, with a relay in between whose bytes are traced',
  ],
  advice: [
    { side: 'client', of: 'grpc-go', change: 'credentials.NewTLS in place of insecure.NewCredentials' },
    { side: 'client', of: 'grpc-java', change: 'useTransportSecurity() in place of usePlaintext()' },
    { side: 'client', of: 'grpc-js', change: 'credentials.createSsl() in place of credentials.createInsecure()' },
    {
      side: 'client',
      of: 'grpcurl',
      change: 'leave -plaintext out; -insecure where the certificate cannot be verified',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'transport_socket of the cluster: envoy.transport_sockets.tls with alpn_protocols h2',
    },
    { side: 'proxy', of: 'nginx', change: 'grpcs:// in place of grpc:// in grpc_pass' },
    { side: 'proxy', of: 'HAProxy', change: '"ssl alpn h2" on the server line, with "verify" and "ca-file"' },
    { side: 'server', change: 'or turn TLS off on this port, where something in front of it ends TLS already' },
  ],
  spec: ['RFC 9113 §3.4', 'RFC 9113 §3.2'],
  watches: {
    connectionClosed(connection, closed): Match | undefined {
      const answer = firstBytesOf(closed, 'SERVER');
      if (answer === undefined || firstBytesOf(closed, 'CLIENT') !== undefined) return undefined;
      const isTls = spokeTls(answer) && connection.opened.protocol !== 'tls';
      if (!isTls && !wasMetWithSilence(connection, closed)) return undefined;
      return {
        explanation: explain(connection, closed, answer),
        evidence: [connection.client.settingsSeq, connection.closedSeq],
      };
    },
  },
};

function explain({ isHttp2 }: ConnectionFacts, { ageMs }: ConnectionClosed, answer: FirstBytes): string {
  const began = `The client spoke ${isHttp2 ? 'HTTP/2' : 'HTTP/1.1'} in clear text`;
  const after = `${milliseconds(ageMs)} after the connection opened`;
  if (answer.looksLike === 'TLS_ALERT') return `${began}, and the server answered with ${alert(answer)}, ${after}.`;
  if (answer.looksLike === 'TLS_HANDSHAKE') return `${began}, and the server answered with a TLS handshake.`;
  return (
    `${began}, and the server closed without a byte, ${after}. Ports that speak TLS do that most often; so does a load balancer ` +
    'that has no server behind it.'
  );
}

/** RFC 8446 §6: what servers say to what is no handshake. */
const ALERTS: { readonly [description: number]: string } = {
  10: 'unexpected_message',
  22: 'record_overflow',
  40: 'handshake_failure',
  50: 'decode_error',
  70: 'protocol_version',
  80: 'internal_error',
};

function alert({ tlsAlert }: FirstBytes): string {
  if (tlsAlert === undefined) return 'a TLS alert';
  const name = ALERTS[tlsAlert];
  return name === undefined ? `TLS alert ${tlsAlert}` : `TLS alert ${tlsAlert} (${name})`;
}
