/** A gRPC call as a command of grpcurl. */

import { printableJson } from '../../formats/escape.ts';
import { count } from '../../formats/text.ts';
import type { Message } from '../../trace/event.ts';
import { whole } from './amounts.ts';
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
import { timeoutMs } from './detail-value.ts';
import { shellQuote, shellQuoteBytes } from './shell-quote.ts';

/** What grpcurl makes itself, or takes as an option. */
const ITS_OWN: ReadonlySet<string> = new Set([
  'content-type',
  'grpc-accept-encoding',
  'grpc-encoding',
  'grpc-timeout',
  'user-agent',
]);

const MS_PER_SECOND = 1000;

/** Of seconds: grpc-timeout tells no less. */
const NANOSECOND_DIGITS = 9;

export function grpcurl(request: Http2Request): Again {
  const { authority, path, fields, opened } = request;
  const notes = ['grpcurl asks the server for its schema by reflection: without it, add -proto or -protoset'];
  const tls = isTls(opened, request.scheme);
  const target = targetOf(authority, opened, tls);
  const words = [`grpcurl ${tls ? '-insecure' : '-plaintext'}`];
  if (tls) notes.push(...tlsNotes(opened, '-insecure'));
  if (authority !== '' && target !== authority) words.push(`-authority ${shellQuoteBytes(authority)}`);
  if (target === '<host:port>') notes.push('the request names no server: put one in the place of <host:port>');
  words.push(...headerWords(fields, ITS_OWN, notes), ...deadlineWords(request), ...messageWords(request, notes));
  // An address that begins with a hyphen is an option to a command line, but behind `--`.
  const place = `${target.startsWith('-') ? '-- ' : ''}${shellQuoteBytes(target)}`;
  words.push(`${place} ${shellQuoteBytes(path.slice(1))}`);
  return { tool: 'grpcurl', command: commandOf(words), notes };
}

function deadlineWords({ fields }: Http2Request): string[] {
  const value = fields.find(({ name }) => name === 'grpc-timeout')?.value ?? '';
  const ms = timeoutMs(value);
  return ms === undefined || ms === 0 ? [] : [`-max-time ${Number((ms / MS_PER_SECOND).toFixed(NANOSECOND_DIGITS))}`];
}

/** One `-d`: grpcurl reads message after message from it. */
function messageWords({ messages }: Http2Request, notes: string[]): string[] {
  const first = messages[0];
  if (first === undefined) {
    notes.push('the trace has no message of the request: grpcurl sends an empty one, or none on a stream');
    return [];
  }
  if (first.index > 0) notes.push(`left out: ${count(first.index, 'message')} before #${first.index}, no longer held`);
  const texts: string[] = [];
  let size = 0;
  for (const message of messages) {
    const text = messageText(message, notes);
    size += text.length;
    if (size > MAX_ARGUMENT_CHARS) {
      notes.push(`left out: message #${message.index} and those behind it, too long for a command`);
      break;
    }
    texts.push(text);
  }
  return texts.length === 0 ? [] : [`-d ${shellQuote(texts.join(' '))}`];
}

function messageText({ json, index, length, truncated, compressed }: Message, notes: string[]): string {
  if (json !== undefined) return printableJson(JSON.stringify(json));
  const why = compressed ? 'compressed' : truncated ? 'truncated' : 'of a type that is not known here';
  notes.push(`message #${index} is ${why}: put its JSON in the place of <message #${index}…>`);
  return `<message #${index}: ${whole(length)} bytes>`;
}
