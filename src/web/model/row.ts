/** What a row of the list says of an event, in one line. */

import { printable, printableBytes } from '../../formats/escape.ts';
import { plainPalette } from '../../formats/palette.ts';
import { rowOf } from '../../formats/pretty.ts';
import { count, cut, duration } from '../../formats/text.ts';
import type {
  ConnectionClosed,
  ErrorOrigin,
  EventOf,
  Finding,
  Frame,
  Http1,
  Message,
  Severity,
  Side,
  StreamClosed,
  TraceEvent,
} from '../../trace/event.ts';
import { describeHeaders } from './stream-story-headers.ts';
import { outcomeOf } from './stream-story-outcome.ts';

/** How a row is coloured, beside the side. */
export type Tone = 'headers' | 'data' | 'control' | 'message' | 'begin' | 'end' | 'finding' | 'lost' | 'error';

export interface RowText {
  readonly seq: number;
  readonly conn: string;
  /** On HTTP/1.1 the n-th request and response, from 0; undefined where it is of no stream. */
  readonly streamId: number | undefined;
  readonly side: Side | undefined;
  /** The frame type, or what happened. */
  readonly label: string;
  /** In bytes. */
  readonly length: number | undefined;
  readonly summary: string;
  /** What is read last: flags, windows, counts. */
  readonly tags: readonly string[];
  readonly tone: Tone;
  /** Of a finding. */
  readonly severity: Severity | undefined;
}

/** A row is one line, and the widest screens have some 300 columns. The detail pane has all of it. */
const MAX_SUMMARY_CHARS = 300;

/** Of the content of a DATA frame, where it is text. */
const MAX_DATA_BYTES = 60;

type Said = Pick<RowText, 'summary' | 'tone'> & Partial<RowText>;

/** Never throws: a file may have events in it that lack what ours have. */
export function rowText(event: TraceEvent): RowText {
  const { seq, conn } = event;
  const nothing = { streamId: undefined, side: undefined, length: undefined, tags: [], severity: undefined };
  try {
    const said = say(event);
    return { seq, conn, label: event.kind, ...nothing, ...said, summary: cut(said.summary, MAX_SUMMARY_CHARS) };
  } catch {
    const summary = 'this event is not as the schema has it: see its JSON';
    return { seq, conn, label: printable(String(event.kind)), ...nothing, summary, tone: 'error' };
  }
}

/** The stream that is drawn beside a row; undefined for the connection as a whole. */
export function drawnStream({ streamId, label }: Pick<RowText, 'streamId' | 'label'>): number | undefined {
  return streamId === 0 && !label.startsWith('HTTP/1') ? undefined : streamId;
}

function say(event: TraceEvent): Said {
  switch (event.kind) {
    case 'frame':
      return sayFrame(event);
    case 'message':
      return sayMessage(event);
    case 'streamClosed':
      return sayStreamClosed(event.streamClosed);
    case 'finding':
      return sayFinding(event.finding);
    case 'connectionClosed':
      return sayConnectionClosed(event, event.connectionClosed);
    case 'http1':
      return sayHttp1(event, event.http1);
    case 'traceLost':
      return { ...plain(event), tone: 'lost' };
    default:
      return { ...plain(event), tone: 'begin' };
  }
}

/** What the format for people has in its line. */
function plain(event: TraceEvent) {
  const { label, summary, side, streamId, length, details } = rowOf(event, plainPalette);
  return { label, summary, details, side, streamId, length };
}

const TONES: Readonly<Record<string, Tone>> = {
  DATA: 'data',
  HEADERS: 'headers',
  PUSH_PROMISE: 'headers',
  CONTINUATION: 'headers',
};

function sayFrame(event: EventOf<'frame'>): Said {
  const { frame } = event;
  // Flags and windows have a place of their own here, and violations come first.
  const { headers: _headers, window: _window, violation, data: _data, ...body } = frame;
  const { details, summary, ...row } = plain({ ...event, frame: { ...body, flags: [] } });
  const { text = summary || details.join(' '), tone = frameTone(frame), label = row.label } = ofBlock(frame);
  const content = text || dataText(frame);
  if (violation === undefined) return { ...row, label, summary: content, tone, tags: frameTags(frame) };
  const broken = `violates ${printable(violation.spec)}: ${printable(violation.reason)}`;
  const both = content === '' ? broken : `${content} · ${broken}`;
  return { ...row, label, summary: both, tone: 'error', tags: frameTags(frame) };
}

/** Of a frame of a header block: what the whole block says, on the frame that ends it. */
function ofBlock(frame: Frame): { readonly text?: string; readonly tone?: Tone; readonly label?: string } {
  const { headers, type } = frame;
  if (headers === undefined) {
    // RFC 9113 §4.3: without END_HEADERS it goes on in CONTINUATION.
    const goesOn = TONES[type] === 'headers' && !frame.flags.includes('END_HEADERS');
    return goesOn ? { text: 'the header block goes on' } : {};
  }
  const { detail, tone } = describeHeaders(frame, headers);
  const isTrailers = type === 'HEADERS' && headers.category === 'TRAILERS';
  return { text: detail, tone: tone === 'error' ? 'error' : 'headers', ...(isTrailers && { label: 'TRAILERS' }) };
}

function frameTone({ type, rstStream, goaway }: Frame): Tone {
  const code = rstStream?.errorCode ?? goaway?.errorCode ?? 0;
  return code === 0 ? (TONES[type] ?? 'control') : 'error';
}

/** Of gRPC the first byte is 0 or 1, and its messages have rows of their own: only text is shown. */
function dataText({ data }: Frame): string {
  const first = data?.preview[0] ?? 0;
  if (data === undefined || first < 0x20) return '';
  return printableBytes(String.fromCharCode(...data.preview.subarray(0, MAX_DATA_BYTES)));
}

function frameTags({ flags, headers, window, data }: Frame): string[] {
  const tags = flags.filter((flag) => flag !== 'END_HEADERS').map((flag) => `·${flag}`);
  if (headers !== undefined) tags.push(`▸ ${count(headers.fields.length, 'field')}`);
  if (headers?.incomplete !== undefined) tags.push('incomplete');
  if (data !== undefined && data.padding > 0) tags.push(`padding ${data.padding}`);
  if (window !== undefined) tags.push(`window ${[window.stream, window.connection].filter(isNumber).join('/')}`);
  return tags;
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined;
}

function sayMessage(event: EventOf<'message'>): Said {
  const { message } = event;
  const bare: Message = { ...message, compressed: false, truncated: false };
  const { summary, details, ...row } = plain({ ...event, message: bare });
  const text = summary || details.join('');
  const tags = [`#${message.index}`];
  if (message.compressed) tags.push(`compressed ${printableBytes(message.encoding ?? '')}`.trim());
  if (message.truncated) tags.push('truncated');
  const empty = message.length === 0 ? 'empty' : '';
  return { ...row, label: 'message', summary: text || empty, tags, tone: 'message' };
}

/** What of an end is the rule, and needs no words. */
const HOW: Readonly<Partial<Record<StreamClosed['how'], string>>> = {
  TRAILERS_ONLY: 'trailers-only',
  RST_STREAM: 'RST_STREAM',
  CONNECTION_CLOSED: 'with its connection',
};

/** "by server · 14 UNAVAILABLE · INFRASTRUCTURE · retry safe · 0.9 ms" */
function sayStreamClosed(closed: StreamClosed): Said {
  const { streamId, endedBy, how, stage, origin, retrySafe, durationMs } = closed;
  const outcome = outcomeOf(closed, undefined);
  const parts = [`by ${word(endedBy)}`, HOW[how] ?? '', outcome.text];
  if (outcome.is === 'failed') parts.push(originText(origin));
  // Of a complete response the wire does not tell what a retry would do: the application knows.
  if (stage !== 'COMPLETE' && retrySafe !== undefined) parts.push(retrySafe ? 'retry safe' : 'retry not safe');
  parts.push(duration(durationMs));
  const summary = parts.filter((part) => part !== '').join(' · ');
  return { streamId, label: 'ended', summary, tone: outcome.is === 'failed' ? 'error' : 'end' };
}

function originText(origin: ErrorOrigin): string {
  return origin === 'UNKNOWN' ? 'origin unknown' : origin;
}

function word(side: Side): string {
  return side === 'CLIENT' ? 'client' : 'server';
}

function sayFinding({ rule, title, severity, streamId, count: seen }: Finding): Said {
  const summary = `${printable(rule)} ${printable(title)}`;
  return { streamId, label: 'finding', summary, tags: seen > 1 ? [`×${seen}`] : [], tone: 'finding', severity };
}

function sayConnectionClosed(event: TraceEvent, { error, streams, openStreams, origin }: ConnectionClosed): Said {
  const { details: _details, ...row } = plain(event);
  const words = printable(error ?? '');
  const summary = row.summary.includes(words) ? row.summary : `${row.summary}  ${words}`;
  const tags = [count(streams, 'stream'), ...(openStreams > 0 ? [`${openStreams} open`] : [])];
  if (error === undefined) return { ...row, summary, tags, tone: 'end' };
  return { ...row, summary: `${summary} · ${originText(origin)}`, tags, tone: 'error' };
}

function sayHttp1(event: TraceEvent, { stage, index, from, startLine, fields, trailers }: Http1): Said {
  const { details: _details, ...row } = plain(event);
  const number = (fields?.length ?? 0) + (trailers?.length ?? 0);
  // RFC 9112 §4: "HTTP/1.1 503 …"
  const isError = from === 'SERVER' && /^\S+ [45]/.test(startLine);
  const tone = isError ? 'error' : stage === 'HEAD' ? 'headers' : 'data';
  return { ...row, streamId: index, tags: number === 0 ? [] : [`▸ ${count(number, 'field')}`], tone };
}
