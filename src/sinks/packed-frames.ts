/** The frames that most traffic consists of, as rows. Each function that packs has the one that unpacks beside it. */

import type { Frame, Headers, Side, Violation, Window } from '../trace/event.ts';
import type { PackedRows } from './packed-rows.ts';

/** The previews of DATA are kept elsewhere. */
export type PackedFrame = 'DATA' | 'HEADERS' | 'WINDOW_UPDATE';

const TYPE_CODES: { readonly [type in PackedFrame]: number } = { DATA: 0x0, HEADERS: 0x1, WINDOW_UPDATE: 0x8 };

/** @returns undefined for a frame that says more, or less, than its row would have columns for: they are few */
export function packableType({ type, priority, headers, data, windowUpdate, window }: Frame): PackedFrame | undefined {
  if (type === 'HEADERS') return headers === undefined || priority !== undefined ? undefined : type;
  if (window === undefined) return undefined;
  if (type === 'DATA') return data === undefined ? undefined : type;
  return type === 'WINDOW_UPDATE' && windowUpdate !== undefined ? type : undefined;
}

/** @param frame one that is packable */
export function packFrame(rows: PackedRows, frame: Frame): void {
  rows.putFlag(frame.from === 'CLIENT');
  rows.putReference(frame.flags);
  rows.putNumber(frame.flagBits);
  rows.putNumber(frame.streamId);
  rows.putNumber(frame.length);
  rows.putReference(frame.violation);
  if (frame.headers !== undefined) packHeaders(rows, frame.headers);
  else if (frame.data !== undefined) packData(rows, frame.data.padding, frame.data.truncated, frame.window);
  else packWindowUpdate(rows, frame.windowUpdate?.increment ?? 0, frame.window);
}

/** @param preview of DATA */
export function unpackFrame(rows: PackedRows, type: PackedFrame, preview: Uint8Array): Frame {
  const from: Side = rows.flag() ? 'CLIENT' : 'SERVER';
  const frame = {
    from,
    type,
    typeCode: TYPE_CODES[type],
    flags: rows.reference<Frame['flags']>(),
    flagBits: rows.number(),
    streamId: rows.number(),
    length: rows.number(),
  };
  const violation = rows.reference<Violation | undefined>();
  const shown = violation === undefined ? frame : { ...frame, violation };
  if (type === 'HEADERS') return { ...shown, headers: unpackHeaders(rows) };
  if (type === 'DATA') return { ...shown, ...unpackData(rows, preview) };
  return { ...shown, ...unpackWindowUpdate(rows) };
}

function packHeaders(rows: PackedRows, headers: Headers): void {
  rows.putReference(headers.category);
  rows.putReference(headers.fields);
  rows.putNumber(headers.blockLength);
  rows.putNumber(headers.listSize);
  rows.putNumber(headers.tableSize);
  rows.putReference(headers.incomplete);
}

function unpackHeaders(rows: PackedRows): Headers {
  const headers = {
    category: rows.reference<Headers['category']>(),
    fields: rows.reference<Headers['fields']>(),
    blockLength: rows.number(),
    listSize: rows.number(),
    tableSize: rows.number(),
  };
  const incomplete = rows.reference<string | undefined>();
  return incomplete === undefined ? headers : { ...headers, incomplete };
}

function packData(rows: PackedRows, padding: number, truncated: boolean, window: Window | undefined): void {
  rows.putNumber(padding);
  rows.putFlag(truncated);
  packWindow(rows, window);
}

function unpackData(rows: PackedRows, preview: Uint8Array): Pick<Frame, 'data' | 'window'> {
  return { data: { padding: rows.number(), preview, truncated: rows.flag() }, window: unpackWindow(rows) };
}

function packWindowUpdate(rows: PackedRows, increment: number, window: Window | undefined): void {
  rows.putNumber(increment);
  packWindow(rows, window);
}

function unpackWindowUpdate(rows: PackedRows): Pick<Frame, 'windowUpdate' | 'window'> {
  return { windowUpdate: { increment: rows.number() }, window: unpackWindow(rows) };
}

function packWindow(rows: PackedRows, window: Window | undefined): void {
  rows.putNumber(window?.connection ?? 0);
  rows.putOptional(window?.stream);
}

function unpackWindow(rows: PackedRows): Window {
  const connection = rows.number();
  const stream = rows.optional();
  return stream === undefined ? { connection } : { connection, stream };
}
