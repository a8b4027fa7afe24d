/** What the server sent because of a fault, as a line that a person reads: `HEADERS :status 200, DATA, RST_STREAM CANCEL`. */

import type { FrameRecord, TraceRecord } from './trace-record.ts';

/** The header field by which the calls of a case are found again. */
export const CASE_FIELD = 'x-case';

interface Attempt {
  readonly conn: string;
  readonly streamId: number;
}

/** @returns what the server sent for the first attempt, or did not send, and how it ended the connection if that was the fault */
export function framesOfCase(trace: readonly TraceRecord[], name: string, fault: string): string {
  const [first] = trace.flatMap(({ conn, frame }) => attemptOf(conn, frame, name));
  if (first === undefined) throw new Error(`no call of case ${name} in the trace`);
  const records = trace.filter(({ conn }) => conn === first.conn);
  const frames = withoutOpening(records.flatMap(({ frame }) => (frame?.from === 'SERVER' ? frame : [])));
  const shown = frames.filter((frame) => isOf(first, frame) && !isFarewell(frame, fault));
  const lines = shown.map(describe);
  const told = [...repeats(lines), ...absentOf(fault, first, frames), ...endOf(records)];
  return told.length === 0 ? 'nothing' : told.join(', ');
}

function attemptOf(conn: string, frame: FrameRecord | undefined, name: string): readonly Attempt[] {
  const isCase = frame?.headers?.fields?.some((field) => field.name === CASE_FIELD && field.value === name) ?? false;
  return isCase ? [{ conn, streamId: frame?.streamId ?? 0 }] : [];
}

/** The preface of the server, which every connection has. */
function withoutOpening(frames: readonly FrameRecord[]): readonly FrameRecord[] {
  const first = frames.findIndex(({ type }) => type === 'SETTINGS');
  return frames.filter((_frame, n) => n !== first);
}

/** Acknowledgements and credit come with every call, some by chance: they are no part of the fault. */
function isOf({ streamId }: Attempt, frame: FrameRecord): boolean {
  if (frame.type === 'WINDOW_UPDATE' || isAck(frame)) return false;
  return (frame.streamId ?? 0) === 0 || frame.streamId === streamId;
}

/** Of a server whose client has left, or whose deadline is over as the client's is: whether it still gets out is chance. */
function isFarewell({ goaway, headers }: FrameRecord, fault: string): boolean {
  const isLate = headers?.fields?.some(({ name, value }) => name === 'grpc-status' && value === '4') ?? false;
  return isLate || (goaway?.error === 'NO_ERROR' && !fault.includes('goaway'));
}

function describe(frame: FrameRecord): string {
  const { type, flags = [], goaway, rstStream, settings } = frame;
  const shown = flags.filter((flag) => flag === 'END_STREAM' || flag === 'PADDED');
  const what = [
    ...fieldsOf(frame),
    ...(goaway === undefined ? [] : [`last ${goaway.lastStreamId ?? 0}`, goaway.error, quoted(goaway.debug)]),
    ...(rstStream === undefined ? [] : [rstStream.error]),
    ...(settings ?? []).map(({ id = '', value = 0 }) => `${id}=${value}`),
  ];
  return [type, ...what, ...shown].filter((part) => part !== '').join(' ');
}

function fieldsOf({ headers }: FrameRecord): readonly string[] {
  if (headers === undefined) return [];
  const fields = (headers.fields ?? []).filter(({ name }) => name === ':status' || name === 'grpc-status');
  return fields.map(({ name, value = '' }) => `${name} ${value}`);
}

function quoted(text = ''): string {
  return text === '' ? '' : JSON.stringify(text);
}

function repeats(lines: readonly string[]): string[] {
  const counted: { line: string; count: number }[] = [];
  for (const line of lines) {
    const last = counted.at(-1);
    if (last?.line === line) last.count += 1;
    else counted.push({ line, count: 1 });
  }
  return counted.map(({ line, count }) => (count === 1 ? line : `${line} × ${count}`));
}

function endOf(records: readonly TraceRecord[]): readonly string[] {
  const closed = records.find(({ connectionClosed }) => connectionClosed !== undefined)?.connectionClosed;
  const isFault = closed?.error?.includes('a fault that was asked for') === true;
  if (!isFault) return [];
  return [closed?.how === 'RST' ? 'TCP RST' : 'TCP FIN'];
}

/** What a fault holds, and how many of them there are all the same. */
function absentOf(fault: string, { streamId }: Attempt, frames: readonly FrameRecord[]): readonly string[] {
  const ofStream = (frame: FrameRecord) => fault.includes('scope=connection') || frame.streamId === streamId;
  const held: readonly { term: string; what: string; is: (frame: FrameRecord) => boolean }[] = [
    { term: 'hold_window_update', what: 'WINDOW_UPDATE', is: ofStream },
    { term: 'hold_settings_ack', what: 'SETTINGS ACK', is: isAck },
    { term: 'hold_ping_ack', what: 'PING ACK', is: isAck },
  ];
  return held
    .filter(({ term }) => fault.includes(term))
    .map(({ what, is }) => {
      const count = frames.filter((frame) => what.startsWith(frame.type) && is(frame)).length;
      const where = what !== 'WINDOW_UPDATE' || fault.includes('scope=connection') ? '' : ' on the stream';
      return count === 0 ? `no ${what}${where}` : `${count} ${what}${where}`;
    });
}

function isAck({ flags }: FrameRecord): boolean {
  return flags?.includes('ACK') === true;
}
