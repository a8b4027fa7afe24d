/** What commands that send a request again have in common: where to, and with which fields. */

import { printableBytes } from '../../formats/escape.ts';
import type { ConnectionOpened, Data, Message } from '../../trace/event.ts';
import { shellQuoteBytes } from './shell-quote.ts';

export interface Again {
  readonly tool: 'grpcurl' | 'curl';
  readonly command: string;
  /** What it does not repeat, and what to add to it. */
  readonly notes: readonly string[];
}

export interface RequestField {
  readonly name: string;
  readonly value: string;
  readonly redacted?: boolean;
}

export interface Http2Request {
  readonly method: string;
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly fields: readonly RequestField[];
  /** Of the client. */
  readonly messages: readonly Message[];
  readonly data: readonly Data[];
  readonly opened: ConnectionOpened | undefined;
}

/** An argument of Linux ends at 128 KiB (MAX_ARG_STRLEN), and quoting makes it longer. */
export const MAX_ARGUMENT_CHARS = 64 * 1024;

/** A token of RFC 9110 §5.6.2. curl takes a header that begins with `@` for the name of a file to read. */
const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/;

/** RFC 9110 §5.5. Behind a line end there would be another field. */
const NOT_IN_A_VALUE = /[\0\r\n]/;

/** Of one hop, or made by the tool itself: RFC 9110 §7.6.1, RFC 9113 §8.2.2. */
const NOT_REPEATED: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * "-H 'name: value'" for each that is to be sent.
 *
 * @param besides names in lower case that are left out as well
 * @param notes what is to be told is added
 * @param empty how the tool is told of an empty value
 */
export function headerWords(
  fields: readonly RequestField[],
  besides: ReadonlySet<string>,
  notes: string[],
  empty: ': ' | ';' = ': ',
): string[] {
  const words: string[] = [];
  for (const field of fields) {
    const name = field.name.toLowerCase();
    if (name.startsWith(':') || NOT_REPEATED.has(name) || besides.has(name)) continue;
    if (!TOKEN.test(name)) notes.push(`left out: the field ${printableBytes(field.name)}, which is no name of HTTP`);
    else if (NOT_IN_A_VALUE.test(field.value)) notes.push(`left out: ${name}, whose value has a NUL or a line end`);
    else words.push(`-H ${shellQuoteBytes(fieldText(field, valueText(field, notes), empty))}`);
  }
  return words;
}

function fieldText({ name }: RequestField, value: string, empty: string): string {
  return value === '' ? `${name}${empty}` : `${name}: ${value}`;
}

function valueText({ name, value, redacted }: RequestField, notes: string[]): string {
  if (redacted !== true) return value;
  const placeholder = `<redacted: ${name.toLowerCase()}>`;
  notes.push(`${name.toLowerCase()} is redacted: put its value in the place of ${placeholder}`);
  return placeholder;
}

/** TLS as the connection had it; where that is not known, as the client says it. */
export function isTls(opened: ConnectionOpened | undefined, scheme: string): boolean {
  if (opened === undefined) return scheme === 'https';
  return opened.tls !== undefined || opened.protocol === 'h2' || opened.protocol === 'tls';
}

export function tlsNotes(opened: ConnectionOpened | undefined, option: string): string[] {
  const notes = [`${option}: the certificate of the server is not checked`];
  if (opened?.tls?.clientCertificate !== undefined) notes.push('the client showed a certificate: add yours');
  return notes;
}

/** "host:port" where the server was. */
export function serverEnd(opened: ConnectionOpened | undefined): { address: string; port: number } | undefined {
  return opened?.role === 'CLIENT' ? opened.peer : opened?.local;
}

const DEFAULT_PORTS = { tls: 443, clear: 80 } as const;

/** Where to connect to: `authority`, with the port of the connection where it has none. */
export function targetOf(authority: string, opened: ConnectionOpened | undefined, tls: boolean): string {
  if (/^(?:\[[^\]]*\]|[^:]+):\d+$/.test(authority)) return authority;
  const end = serverEnd(opened);
  if (authority !== '') return `${authority}:${end?.port ?? (tls ? DEFAULT_PORTS.tls : DEFAULT_PORTS.clear)}`;
  if (end === undefined) return '<host:port>';
  return end.address.includes(':') ? `[${end.address}]:${end.port}` : `${end.address}:${end.port}`;
}

/** A word a line, so that it can be read before it is run. */
export function commandOf(words: readonly string[]): string {
  return words.join(' \\\n  ');
}
