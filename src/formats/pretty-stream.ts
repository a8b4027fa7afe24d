/** Rows for what happens on streams: their calls, their messages, their ends, and HTTP/1.1 exchanges. */

import type { Http1, Http1Field, Message, Side, StreamClosed, StreamOpened, Transfer } from '../trace/event.ts';
import { printable, printableBytes } from './escape.ts';
import { printableValue } from './header-value.ts';
import type { Palette } from './palette.ts';
import { DETAIL_COLUMNS, join, MAX_VALUE_CHARS, type PrettyRow, SUMMARY_COLUMNS } from './pretty-row.ts';
import { protobufText } from './protobuf-text.ts';
import { count, cut, duration, slices, wrap } from './text.ts';

export function streamOpenedRow({ streamId, method, path, rpc, timeoutMs }: StreamOpened): PrettyRow {
  const call = rpc === undefined ? `${method} ${path}` : `${rpc.service}/${rpc.method}`;
  return {
    streamId,
    label: 'stream opened',
    summary: join(
      cut(printableBytes(call), MAX_VALUE_CHARS),
      timeoutMs === undefined ? '' : `timeout ${duration(timeoutMs)}`,
    ),
    details: [],
  };
}

export function messageRow(message: Message, palette: Palette): PrettyRow {
  const { from, streamId, index, length, compressed, encoding, truncated } = message;
  const coding = compressed ? `compressed ${printableBytes(encoding ?? '')}`.trim() : '';
  const text = messageText(message);
  const fits = text.length <= SUMMARY_COLUMNS;
  return {
    side: from,
    streamId,
    label: `message #${index}`,
    length,
    summary: join(fits ? text : '', palette.dim(coding), palette.dim(truncated ? 'truncated' : '')),
    details: fits ? [] : slices(text, DETAIL_COLUMNS),
  };
}

function messageText({ json, fields }: Message): string {
  if (json !== undefined) return cut(printable(JSON.stringify(json)), MAX_VALUE_CHARS);
  return fields === undefined ? '' : cut(protobufText(fields), MAX_VALUE_CHARS);
}

export function streamClosedRow(closed: StreamClosed, palette: Palette): PrettyRow {
  const { streamId, endedBy, how, durationMs, firstByteMs, request, response } = closed;
  const failed = hasFailed(closed);
  const outcome = outcomeText(closed);
  const firstByte = firstByteMs === undefined ? '' : `first byte ${duration(firstByteMs)}`;
  const details = [
    ...statusMessage(closed),
    palette.dim(join(transferText('→', request), transferText('←', response), firstByte)),
  ];
  if (failed) details.push(...attribution(closed));
  return {
    streamId,
    label: 'stream closed',
    summary: `ended by ${palette.side(endedBy, endedBy)} ${how}${failed ? palette.error(outcome) : outcome} ${duration(durationMs)}`,
    details,
  };
}

function hasFailed({ how, error, grpcStatus }: StreamClosed): boolean {
  return how === 'CONNECTION_CLOSED' || error !== undefined || (grpcStatus !== undefined && grpcStatus.code !== 0);
}

/** Of a complete response only whose it is: what it means for a retry is not for us to say. */
function attribution({ stage, origin, originReason, retrySafe, retryReason }: StreamClosed): string[] {
  const origins = wrap(`stage ${stage}, origin ${origin}: ${printable(originReason)}`, DETAIL_COLUMNS);
  if (stage === 'COMPLETE') return origins;
  const verdict = retrySafe === undefined ? '' : retrySafe ? ' safe' : ' not safe';
  return [...origins, ...wrap(`retry${verdict}: ${printable(retryReason)}`, DETAIL_COLUMNS)];
}

/** " grpc-status 0 OK", " CANCEL", " :status 404": what the caller got. */
function outcomeText({ error, errorCode, grpcStatus, httpStatus }: StreamClosed): string {
  if (grpcStatus !== undefined) return ` grpc-status ${grpcStatus.code} ${grpcStatus.name}`;
  if (error !== undefined) return ` ${error || `error 0x${(errorCode ?? 0).toString(16)}`}`;
  return httpStatus === undefined ? '' : ` :status ${httpStatus}`;
}

/** Some servers send the name of the status as its message, which says nothing. */
function statusMessage({ grpcStatus }: StreamClosed): string[] {
  if (grpcStatus === undefined || grpcStatus.message === '' || grpcStatus.message === grpcStatus.name) return [];
  return slices(`"${cut(printable(grpcStatus.message), MAX_VALUE_CHARS)}"`, DETAIL_COLUMNS);
}

function transferText(arrow: string, { messages, bytes }: Transfer): string {
  return `${arrow} ${count(messages, 'message')}, ${bytes} B`;
}

export function http1Row(http1: Http1, palette: Palette): PrettyRow {
  const { from, stage, startLine, fields = [], bodyLength, trailers = [] } = http1;
  const line = cut(printableBytes(startLine), MAX_VALUE_CHARS);
  return {
    side: from,
    label: stage === 'HEAD' ? 'HTTP/1' : 'HTTP/1 end',
    ...(bodyLength !== undefined && { length: bodyLength }),
    summary: stage === 'HEAD' ? line : palette.dim(line),
    details: [...fields, ...trailers].map((field) => http1Line(field, from, palette)),
  };
}

function http1Line(field: Http1Field, from: Side, palette: Palette): string {
  const name = cut(printableBytes(field.name), MAX_VALUE_CHARS);
  return `${palette.side(from, name)}: ${cut(printableValue(field), MAX_VALUE_CHARS)}`;
}
