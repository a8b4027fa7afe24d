/** A request of HTTP/1.1, or one of HTTP/2 that is no gRPC, as a command of curl. */

import { latin1 } from '../../formats/escape.ts';
import type { ConnectionOpened, Data, Http1 } from '../../trace/event.ts';
import {
  type Again,
  commandOf,
  type Http2Request,
  headerWords,
  isTls,
  MAX_ARGUMENT_CHARS,
  targetOf,
  tlsNotes,
} from './call-again-parts.ts';
import { byteCount } from './detail-node.ts';
import { shellQuote, shellQuoteBytes, utf8Text } from './shell-quote.ts';

const NOTHING_BESIDES: ReadonlySet<string> = new Set();

/** curl refuses blanks and control characters in an address, and cuts it at `#`. */
const FITS_IN_URL = /^[!"$-~]*$/;

/** Bytes at a time: each is an argument of a function. */
const CHUNK = 8192;

export function curlHttp2(request: Http2Request): Again {
  const notes: string[] = [];
  const tls = isTls(request.opened, request.scheme);
  const words = [
    `curl ${tls ? '--http2' : '--http2-prior-knowledge'}${tls ? ' --insecure' : ''}`,
    ...commonWords(request, tls, notes),
    ...dataWords(request, notes),
  ];
  return { tool: 'curl', command: commandOf(words), notes };
}

/** @param end of the request, where it came to one */
export function curlHttp1(head: Http1, end: Http1 | undefined, opened: ConnectionOpened | undefined): Again {
  const notes: string[] = [];
  const { method, target } = requestLine(head.startLine);
  const fields = head.fields ?? [];
  const host = fields.find(({ name }) => name.toLowerCase() === 'host');
  const tls = isTls(opened, 'http');
  const request = { method, path: target, fields, authority: host?.value ?? '', opened };
  const words = [`curl --http1.1${tls ? ' --insecure' : ''}`, ...commonWords(request, tls, notes)];
  const bodyLength = end?.bodyLength ?? 0;
  if (bodyLength > 0) words.push(fileWord(`the body of ${byteCount(bodyLength)} is not in the trace`, notes));
  return { tool: 'curl', command: commandOf(words), notes };
}

/** RFC 9112 §3 */
function requestLine(startLine: string): { method: string; target: string } {
  const [method = '', ...rest] = startLine.split(' ');
  return { method, target: rest.slice(0, Math.max(1, rest.length - 1)).join(' ') };
}

type Common = Pick<Http2Request, 'method' | 'path' | 'fields' | 'authority' | 'opened'>;

/** The method, the fields and the address. */
function commonWords(request: Common, tls: boolean, notes: string[]): string[] {
  const { method, fields, opened } = request;
  const words: string[] = [];
  if (tls) notes.push(...tlsNotes(opened, '--insecure'));
  if (method === 'HEAD') words.push('--head');
  else if (method !== 'GET') words.push(`-X ${shellQuoteBytes(method)}`);
  words.push(...headerWords(fields, NOTHING_BESIDES, notes, ';'), ...urlWords(request, tls, notes));
  return words;
}

/** `-g` and `--path-as-is` keep curl from reading brackets and dots in a path as its own. */
function urlWords({ path, authority, opened }: Common, tls: boolean, notes: string[]): string[] {
  const target = targetOf(authority, opened, tls);
  if (target === '<host:port>') notes.push('the request names no server: put one in the place of <host:port>');
  const words: string[] = [];
  // Without a port it is the scheme's, which may be another than the connection's.
  const place = `${tls ? 'https' : 'http'}://${target}`;
  if (authority !== '' && target !== authority) words.push(`-H ${shellQuoteBytes(`host: ${authority}`)}`);
  if (/[[\]{}]/.test(path + target)) words.push('--globoff');
  if (/\/\.{1,2}(?:\/|\?|$)/.test(path)) words.push('--path-as-is');
  if (path.startsWith('/') && FITS_IN_URL.test(path)) return [...words, shellQuoteBytes(place + path)];
  // A request to a proxy, and `OPTIONS *`: RFC 9112 §3.2.
  if (/^https?:\/\//i.test(path) && FITS_IN_URL.test(path)) return [...words, shellQuoteBytes(path)];
  return [...words, `--request-target ${shellQuoteBytes(path)}`, shellQuoteBytes(place)];
}

function dataWords({ data, fields }: Http2Request, notes: string[]): string[] {
  const length = data.reduce((sum, { preview }) => sum + preview.length, 0);
  if (data.length === 0 || (length === 0 && !data.some(({ truncated }) => truncated))) return [];
  const announced = fields.find(({ name }) => name === 'content-length')?.value;
  const isWhole = !data.some(({ truncated }) => truncated) && (announced === undefined || announced === String(length));
  if (!isWhole) return [fileWord('the trace does not have the whole body (payload bytes: --payload-bytes)', notes)];
  if (length > MAX_ARGUMENT_CHARS) return [fileWord('the body is too long for a command', notes)];
  const text = utf8Text(data.map(bytesText).join(''));
  if (text === undefined || text.includes('\0')) return [fileWord('the body is binary', notes)];
  // curl would call it a form.
  const isTyped = fields.some(({ name }) => name === 'content-type');
  return [...(isTyped ? [] : ["-H 'content-type:'"]), `--data-raw ${shellQuote(text)}`];
}

/** @returns what makes curl refuse until the file is there */
function fileWord(why: string, notes: string[]): string {
  notes.push(`${why}: put it in the file body`);
  return '--data-binary @body';
}

function bytesText({ preview }: Data): string {
  let text = '';
  for (let at = 0; at < preview.length; at += CHUNK) text += latin1(preview.subarray(at, at + CHUNK));
  return text;
}
