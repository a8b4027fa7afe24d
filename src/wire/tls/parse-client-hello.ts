import { latin1Text } from '../latin1.ts';
import { Octets } from './octets.ts';

/** What a client says of itself in clear text. One character for each octet, as the client sent it. */
export interface ClientHello {
  readonly sni?: string;
  /** The protocols that it offers by ALPN, in its order; empty where it offers none. */
  readonly alpn: readonly string[];
}

const VERSION_AND_RANDOM = 2 + 32;

/** RFC 6066 §3, RFC 7301 §3.1. */
const EXTENSION = { SERVER_NAME: 0, ALPN: 16 } as const;

/** RFC 6066 §3: the only type of name that there is. */
const HOST_NAME = 0;

/** Clients offer two or three. What is kept of a peer is bounded, and a list of empty names would take more than its bytes. */
const MAX_ALPN = 32;

/**
 * @param body of the handshake message, RFC 8446 §4.1.2
 * @returns undefined where it is malformed
 */
export function parseClientHello(body: Uint8Array): ClientHello | undefined {
  const octets = new Octets(body);
  if (octets.bytes(VERSION_AND_RANDOM) === undefined) return undefined;
  const [sessionId, ciphers, compression] = [octets.vector(1), octets.vector(2), octets.vector(1)];
  if (sessionId === undefined || ciphers === undefined || compression === undefined) return undefined;
  // TLS 1.2 and older: extensions may be missing altogether, RFC 5246 §7.4.1.2.
  if (octets.isAtEnd) return { alpn: [] };
  const extensions = octets.vector(2);
  return extensions === undefined ? undefined : readExtensions(new Octets(extensions));
}

function readExtensions(octets: Octets): ClientHello {
  let sni: string | undefined;
  let alpn: readonly string[] = [];
  while (!octets.isAtEnd) {
    const type = octets.number(2);
    const content = octets.vector(2);
    // What comes behind a part that cannot be read is not there; what came before it is worth telling.
    if (content === undefined) break;
    if (type === EXTENSION.SERVER_NAME) sni ??= serverName(content);
    else if (type === EXTENSION.ALPN) alpn = protocolNames(content);
  }
  return sni === undefined ? { alpn } : { sni, alpn };
}

/** The first host name; a list has one. */
function serverName(content: Uint8Array): string | undefined {
  const list = new Octets(new Octets(content).vector(2) ?? NOTHING);
  while (!list.isAtEnd) {
    const type = list.number(1);
    const name = list.vector(2);
    if (name === undefined) return undefined;
    if (type === HOST_NAME) return text(name);
  }
  return undefined;
}

function protocolNames(content: Uint8Array): string[] {
  const list = new Octets(new Octets(content).vector(2) ?? NOTHING);
  const names: string[] = [];
  while (!list.isAtEnd && names.length < MAX_ALPN) {
    const name = list.vector(1);
    if (name === undefined) break;
    names.push(text(name));
  }
  return names;
}

const NOTHING = new Uint8Array(0);

function text(octets: Uint8Array): string {
  return latin1Text(octets, 0, octets.length);
}
