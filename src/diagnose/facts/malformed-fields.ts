/** What makes a request malformed by its fields alone, RFC 9113 §8.2 and §8.3: servers answer with RST_STREAM PROTOCOL_ERROR. */

import { boundedText } from '../../bounded-text.ts';
import type { HeaderField, Headers } from '../../trace/event.ts';

/** A name is quoted, and a peer chose it. */
const MAX_QUOTED = 40;

/** What the checks of the whole list need of it: RFC 9113 §8.3.1, and :protocol of RFC 8441 §4. Of one shape: few lists are sent twice. */
class Seen {
  ':method': string | undefined = undefined;
  ':scheme': string | undefined = undefined;
  ':path': string | undefined = undefined;
  ':authority': string | undefined = undefined;
  ':protocol': string | undefined = undefined;
  host: string | undefined = undefined;
}

/** Of the first mistake, in words: `the field "connection" (RFC 9113 §8.2.2)`; undefined where there is none. */
export function malformedRequest({ fields, incomplete }: Pick<Headers, 'fields' | 'incomplete'>): string | undefined {
  const seen = new Seen();
  let isBehind = false;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as HeaderField;
    const isPseudo = field.name.charCodeAt(0) === COLON;
    const problem = isPseudo ? problemOfPseudo(seen, field, isBehind) : problemOfField(seen, field);
    if (problem !== undefined) return problem;
    isBehind ||= !isPseudo;
  }
  // What of the list is missing may be what would be missed.
  return incomplete === undefined ? problemOfList(seen) : undefined;
}

/** Whether it is a field of one connection of HTTP/1.1, whatever its value: RFC 9113 §8.2.2. Most are sent away by their length. */
export function isOfTheConnection(name: string): boolean {
  switch (name.length) {
    case 7:
      return name === 'upgrade';
    case 10:
      return name === 'connection' || name === 'keep-alive';
    case 16:
      return name === 'proxy-connection';
    case 17:
      return name === 'transfer-encoding';
    default:
      return false;
  }
}

function problemOfPseudo(seen: Seen, { name, value }: HeaderField, isBehind: boolean): string | undefined {
  if (!isPseudoOfRequest(name)) return `the pseudo-header field ${quoted(name)}, which no request has (RFC 9113 §8.3)`;
  if (isBehind) return `${name} behind a regular field (RFC 9113 §8.3)`;
  if (seen[name] !== undefined) return `${name} twice (RFC 9113 §8.3)`;
  seen[name] = value;
  return undefined;
}

function isPseudoOfRequest(name: string): name is Exclude<keyof Seen, 'host'> {
  switch (name) {
    case ':method':
    case ':scheme':
    case ':path':
    case ':authority':
    case ':protocol':
      return true;
    default:
      return false;
  }
}

function problemOfField(seen: Seen, { name, value, redacted }: HeaderField): string | undefined {
  if (!isFieldName(name)) return `the field name ${quoted(name)}: ${whatIsWrong(name)} (RFC 9113 §8.2.1)`;
  if (isOfTheConnection(name)) return `the field ${quoted(name)} (RFC 9113 §8.2.2)`;
  if (redacted === true) return undefined;
  if (name === 'te' && value.toLowerCase() !== 'trailers')
    return `te with another value than "trailers" (RFC 9113 §8.2.2)`;
  if (name === 'host') seen.host ??= value;
  return isFieldValue(value)
    ? undefined
    : `a value of ${quoted(name)} with a byte that no value may have there (RFC 9113 §8.2.1)`;
}

function problemOfList(seen: Seen): string | undefined {
  const { ':method': method, ':scheme': scheme, ':path': path } = seen;
  if (method === undefined) return 'no :method (RFC 9113 §8.3.1)';
  if (method === 'CONNECT' && seen[':protocol'] === undefined) return undefined;
  if (scheme === undefined) return 'no :scheme (RFC 9113 §8.3.1)';
  if (path === undefined) return 'no :path (RFC 9113 §8.3.1)';
  if (scheme !== 'http' && scheme !== 'https') return undefined;
  return path === '' ? 'an empty :path (RFC 9113 §8.3.1)' : problemOfAuthority(seen);
}

function problemOfAuthority({ ':authority': authority, host }: Seen): string | undefined {
  if (!authority && !host) return 'neither :authority nor host (RFC 9113 §8.3.1)';
  const differs = authority !== undefined && host !== undefined && normal(host) !== normal(authority);
  return differs ? 'a host that is another than :authority (RFC 9113 §8.3.1)' : undefined;
}

const COLON = 0x3a;
const BLANK = 0x20;
const TAB = 0x09;

/** RFC 9113 §8.2.1: no upper case, no control character, no blank, no colon, nothing but ASCII. */
function isFieldName(name: string): boolean {
  if (name === '') return false;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code <= BLANK || code >= 0x7f || (code >= 0x41 && code <= 0x5a) || code === COLON) return false;
  }
  return true;
}

function whatIsWrong(name: string): string {
  if (name === '') return 'it is empty';
  return /[A-Z]/.test(name) ? 'upper case' : 'a character that no name may have';
}

/** RFC 9113 §8.2.1: no NUL, CR or LF, no blank or tab at either end. */
function isFieldValue(value: string): boolean {
  const { length } = value;
  if (length > 0 && (isSpace(value.charCodeAt(0)) || isSpace(value.charCodeAt(length - 1)))) return false;
  return !FORBIDDEN_IN_VALUE.test(value);
}

const FORBIDDEN_IN_VALUE = /[\0\r\n]/;

function isSpace(code: number): boolean {
  return code === BLANK || code === TAB;
}

/** RFC 9110 §4.2.3: names of hosts know no case, and the usual port need not be said. */
function normal(authority: string): string {
  return authority.toLowerCase().replace(/:(?:80|443)?$/, '');
}

function quoted(name: string): string {
  return JSON.stringify(boundedText(name, MAX_QUOTED));
}
