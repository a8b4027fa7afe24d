/** Events of a stream in words: a label and a detail, on one line. */

import { printable, printableBytes } from '../../formats/escape.ts';
import { plainPalette } from '../../formats/palette.ts';
import { rowOf } from '../../formats/pretty.ts';
import { protobufText } from '../../formats/protobuf-text.ts';
import { cut } from '../../formats/text.ts';
import type { EventOf, Frame, Message, TraceEvent } from '../../trace/event.ts';
import { describeHeaders } from './stream-story-headers.ts';
import type { StepText } from './stream-story-step.ts';

/** Of a message or a value: what a line of the diagram may show. The frame's details have the rest. */
const MAX_DETAIL_CHARS = 160;

const END_STREAM = 0x1;

/** RFC 9113 §6.1, §6.2: DATA and HEADERS have the flag; on other types the bit means something else. */
export function endsStream({ type, flagBits }: Frame): boolean {
  return (type === 'DATA' || type === 'HEADERS') && (flagBits & END_STREAM) !== 0;
}

export function describeFrame(event: EventOf<'frame'>): StepText {
  const { frame } = event;
  const { violation } = frame;
  const text = plainFrame(event);
  if (violation === undefined) return text;
  const broken = `${violation.error || 'violation'}: ${printable(violation.reason)}, ${violation.spec}`;
  return { ...text, detail: text.detail === '' ? broken : `${text.detail} · ${broken}`, tone: 'error' };
}

function plainFrame(event: EventOf<'frame'>): StepText {
  const { frame } = event;
  const { rstStream, windowUpdate, headers, type } = frame;
  if (headers !== undefined) return describeHeaders(frame, headers);
  if (rstStream !== undefined) {
    const { error, errorCode } = rstStream;
    const detail = error || `error 0x${errorCode.toString(16)}`;
    // Cancelling is what a client may do, RFC 9113 §8.1; any other code says that something broke.
    return { kind: 'reset', label: type, detail, tone: error === 'CANCEL' || errorCode === 0 ? 'warning' : 'error' };
  }
  if (windowUpdate !== undefined) {
    return { kind: 'window update', label: type, detail: `+${windowUpdate.increment}`, tone: 'dim' };
  }
  if (type === 'DATA') return { kind: 'data', label: type, detail: '', tone: 'plain' };
  if (type === 'HEADERS' || type === 'CONTINUATION') {
    return { kind: 'headers', label: type, detail: 'its block is not held whole', tone: 'plain' };
  }
  const { label, summary } = rowOf(event, plainPalette);
  return { kind: 'other', label, detail: cut(summary, MAX_DETAIL_CHARS), tone: 'dim' };
}

export function describeMessage(message: Message): StepText {
  const { index, compressed, encoding } = message;
  const coding = compressed ? `compressed ${printableBytes(encoding ?? '')}`.trim() : '';
  const detail = [messageText(message), coding].filter((part) => part !== '').join(' · ');
  return { kind: 'message', label: `message #${index}`, detail: cut(detail, MAX_DETAIL_CHARS), tone: 'plain' };
}

function messageText({ json, fields }: Message): string {
  if (json !== undefined) return printable(JSON.stringify(json));
  return fields === undefined ? '' : protobufText(fields);
}

/** What is told of an event of no frame and no message: HTTP/1.1, and losses. */
export function describeOther(event: TraceEvent): StepText {
  const { label, summary } = rowOf(event, plainPalette);
  const detail = cut(summary, MAX_DETAIL_CHARS);
  if (event.kind === 'traceLost') return { kind: 'lost', label: 'lost', detail, tone: 'warning' };
  if (event.kind !== 'http1') return { kind: 'other', label, detail, tone: 'dim' };
  const { stage, trailers } = event.http1;
  if (stage === 'HEAD') return { kind: 'headers', label: 'HEAD', detail, tone: 'plain' };
  return trailers === undefined
    ? { kind: 'data', label: 'body', detail: '', tone: 'plain' }
    : { kind: 'trailers', label: 'body and trailers', detail: '', tone: 'plain' };
}
