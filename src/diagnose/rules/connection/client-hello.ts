import type { ClientHello } from '../../../trace/event.ts';
import { list, quoted } from '../words.ts';

/** Names that a peer offers are short; who sends long ones is quoted in part. */
const MAX_NAME = 64;
const MAX_NAMES = 5;

/** `SNI "echo.sre", ALPN "h2"`: what a client asked for, in a sentence. */
export function helloInWords(hello: ClientHello | undefined): string {
  if (hello === undefined) return 'its ClientHello could not be read';
  const sni = hello.sni === undefined ? 'no SNI' : `SNI ${quoted(hello.sni, MAX_NAME)}`;
  return `${sni}, ${hello.alpn.length === 0 ? 'no ALPN' : `ALPN ${offeredNames(hello)}`}`;
}

/** `"h2" and "http/1.1"` */
export function offeredNames({ alpn }: ClientHello): string {
  return list(alpn.slice(0, MAX_NAMES).map((name) => quoted(name, MAX_NAME)));
}
