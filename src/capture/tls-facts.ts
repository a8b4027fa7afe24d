import type { TLSSocket } from 'node:tls';
import type { Tls } from '../trace/event.ts';

/** The subject of a certificate can be as long as a certificate, and every event and reply with it would be. */
const MAX_SUBJECT_CHARACTERS = 1_024;

/** What was agreed on a connection whose handshake is done. */
export function tlsFacts(socket: TLSSocket): Tls {
  const { alpnProtocol, servername } = socket as { alpnProtocol: unknown; servername: unknown };
  const subject = clientSubject(socket);
  return {
    version: socket.getProtocol() ?? 'unknown',
    // The name of the IANA registry, and not OpenSSL's own.
    cipher: socket.getCipher().standardName,
    // False where the client offered none, or named no server.
    ...(typeof alpnProtocol === 'string' ? { alpn: alpnProtocol } : {}),
    ...(typeof servername === 'string' ? { sni: servername } : {}),
    ...(subject === undefined ? {} : { clientCertificate: subject }),
  };
}

/** @returns the subject of the certificate that the client showed, in its own order: "O=Example, CN=client" */
export function clientSubject(socket: TLSSocket): string | undefined {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return undefined;
  // Certificates with names in other places (SPIFFE: the alternative names) have no subject.
  const subject = certificate.subject ?? certificate.subjectAltName ?? '';
  return subject.split('\n').join(', ').slice(0, MAX_SUBJECT_CHARACTERS);
}
