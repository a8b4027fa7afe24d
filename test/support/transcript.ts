/** Trace events as lines that a person can compare, one for each event: `5 CLIENT PING 0102030405060708`. */

import assert from 'node:assert/strict';
import type {
  ConnectionClosed,
  Data,
  Frame,
  Headers,
  Message,
  StreamClosed,
  StreamOpened,
  TraceEvent,
  TraceLost,
} from '../../src/trace/event.ts';

type Expect = (expected: TemplateStringsArray) => void;

/**
 * Fails where the events are other than the lines of the template behind it, as `transcript` gives them:
 *
 *     assertTranscript(events)`
 *       5 CLIENT PING 0102030405060708
 *     `;
 */
export function assertTranscript(events: readonly TraceEvent[]): Expect {
  return (expected) => assert.deepEqual(transcript(events), linesOf(expected));
}

/** The same for the events of one kind, without `seq`: what else happened is not the point. */
export function assertOnly(kind: TraceEvent['kind'], events: readonly TraceEvent[]): Expect {
  const lines = events.filter((event) => event.kind === kind).map(describe);
  return (expected) => assert.deepEqual(lines, linesOf(expected));
}

export function transcript(events: readonly TraceEvent[]): string[] {
  return events.map((event) => `${event.seq} ${describe(event)}`);
}

/** Raw: a backslash is one. */
function linesOf({ raw: [text = ''] }: TemplateStringsArray): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function describe(event: TraceEvent): string {
  switch (event.kind) {
    case 'frame':
      return frameLine(event.frame);
    case 'message':
      return messageLine(event.message);
    case 'streamOpened':
      return openedLine(event.streamOpened);
    case 'streamClosed':
      return closedLine(event.streamClosed);
    case 'connectionClosed':
      return connectionLine(event.connectionClosed);
    case 'traceLost':
      return lostLine(event.traceLost);
    default:
      return event.kind;
  }
}

function frameLine(frame: Frame): string {
  const { from, type, flags, streamId, window, violation } = frame;
  const { length } = frame;
  return words(
    from,
    type === 'UNKNOWN' ? `UNKNOWN(${frame.typeCode})` : type,
    streamId === 0 ? '' : String(streamId),
    flags.join(','),
    frame.headers === undefined ? '' : headersWords(frame.headers),
    frame.data === undefined ? '' : dataWords(frame.data, length),
    bodyWords(frame),
    window === undefined ? '' : `window=${window.connection}${window.stream === undefined ? '' : `/${window.stream}`}`,
    violation === undefined ? '' : `!! ${violation.error} ${violation.scope}: ${violation.reason} (${violation.spec})`,
  );
}

function headersWords({ category, fields, incomplete }: Headers): string {
  const shown = fields.map(({ name, value, redacted }) => `${name}=${redacted ? '<redacted>' : value}`);
  return words(category, ...shown, incomplete === undefined ? '' : `<incomplete: ${incomplete}>`);
}

function dataWords({ padding, preview, truncated }: Data, length: number): string {
  return words(`${length} bytes`, quoted(preview, truncated), padding === 0 ? '' : `+${padding} padding`);
}

function bodyWords(frame: Frame): string {
  const { settings, ping, goaway, rstStream, windowUpdate, priority, pushPromise, unknown } = frame;
  if (settings !== undefined) return words(...settings.map(({ id, code, value }) => `${id || code}=${value}`));
  if (ping !== undefined) return words(ping.opaque, ping.rttMs === undefined ? '' : `rtt=${ping.rttMs}`);
  if (goaway !== undefined) return words(`last=${goaway.lastStreamId}`, goaway.error, goaway.debug);
  if (rstStream !== undefined) return rstStream.error;
  if (windowUpdate !== undefined) return `+${windowUpdate.increment}`;
  if (priority !== undefined) return `depends on ${priority.streamDependency} weight=${priority.weight}`;
  if (pushPromise !== undefined) return `promises ${pushPromise.promisedStreamId}`;
  if (unknown !== undefined) return quoted(unknown.preview, unknown.truncated);
  return JSON.stringify(frame.altsvc ?? frame.origin ?? frame.priorityUpdate) ?? '';
}

function messageLine(message: Message): string {
  const { from, streamId, index, compressed, encoding, length, firstFrame, lastFrame, json, fields } = message;
  return words(
    `message ${from} ${streamId} #${index}`,
    compressed ? 'compressed' : '',
    encoding === undefined ? '' : `encoding=${encoding}`,
    `${length} bytes`,
    quoted(message.preview, message.truncated),
    `frames ${firstFrame}..${lastFrame}`,
    json === undefined ? '' : `json=${JSON.stringify(json)}`,
    fields === undefined ? '' : `fields=${fields.map(({ number, text, varint }) => `${number}:${text ?? varint}`)}`,
  );
}

function openedLine({ streamId, method, path, authority, rpc, timeoutMs }: StreamOpened): string {
  return words(
    `opened ${streamId}`,
    method,
    `${authority}${path}`,
    rpc === undefined ? '' : `rpc=${rpc.service}:${rpc.method}`,
    timeoutMs === undefined ? '' : `timeout=${timeoutMs}`,
  );
}

function closedLine(closed: StreamClosed): string {
  const { streamId, how, endedBy, error, httpStatus, grpcStatus, origin, originReason, retrySafe } = closed;
  const { request, response, stage } = closed;
  return words(
    `closed ${streamId} ${how} by ${endedBy}`,
    stage === 'COMPLETE' ? '' : `at ${stage}`,
    error ?? '',
    httpStatus === undefined ? '' : `http=${httpStatus}`,
    grpcStatus === undefined ? '' : words(`grpc=${grpcStatus.code}`, grpcStatus.name, grpcStatus.message),
    `${origin}: ${originReason};`,
    retrySafe === undefined ? '' : `retrySafe=${retrySafe}`,
    `${closed.durationMs} ms${closed.firstByteMs === undefined ? '' : `, first byte ${closed.firstByteMs}`}`,
    `${request.messages}/${request.bytes} ${response.messages}/${response.bytes}`,
  );
}

function connectionLine(closed: ConnectionClosed): string {
  const { endedBy, how, error, frames, streams, stage, openStreams, origin, firstBytes = [], clientHello } = closed;
  const first = firstBytes.map(({ from, looksLike, tlsAlert }) => words(from, looksLike, String(tlsAlert ?? '')));
  const totals = frames.map(({ from, type, count }) => `${from} ${type}=${count}`);
  return words(
    `connection closed ${how} by ${endedBy ?? 'us'} at ${stage} ${origin}`,
    openStreams === 0 ? '' : `${openStreams} open`,
    error === undefined ? '' : `(${error})`,
    `${streams} streams`,
    `${closed.clientBytes}/${closed.serverBytes} bytes`,
    `${closed.ageMs} ms`,
    totals.join(' '),
    first.length === 0 ? '' : `began with ${first.join(', ')}`,
    clientHello === undefined ? '' : `hello sni=${clientHello.sni ?? ''} alpn=${clientHello.alpn.join()}`,
  );
}

function lostLine({ reason, from, dropped }: TraceLost): string {
  return words('LOST', from ?? '', reason, dropped === 0 ? '' : `dropped=${dropped}`);
}

/** ASCII as it is, other bytes as \xNN, "…" where there was more. */
function quoted(bytes: Uint8Array, truncated: boolean): string {
  const text = Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  );
  return `"${text.join('')}${truncated ? '…' : ''}"`;
}

function words(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
