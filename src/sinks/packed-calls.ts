/** The other events that each call has, as rows. Each function that packs has the one that unpacks beside it. */

import type { KeptMessage, Rpc, Side, StreamClosed, StreamOpened, Transfer } from '../trace/event.ts';
import type { PackedRows } from './packed-rows.ts';

/** The preview is kept elsewhere. */
export function packMessage(rows: PackedRows, message: KeptMessage): void {
  rows.putFlag(message.from === 'CLIENT');
  rows.putNumber(message.streamId);
  rows.putReference(message.rpc);
  rows.putNumber(message.index);
  rows.putFlag(message.compressed);
  rows.putReference(message.encoding);
  rows.putNumber(message.length);
  rows.putNumber(message.firstFrame);
  rows.putNumber(message.lastFrame);
  rows.putFlag(message.truncated);
}

export function unpackMessage(rows: PackedRows, preview: Uint8Array): KeptMessage {
  const from = side(rows.flag());
  const streamId = rows.number();
  const rpc = rows.reference<Rpc | undefined>();
  const index = rows.number();
  const compressed = rows.flag();
  const encoding = rows.reference<string | undefined>();
  return {
    from,
    streamId,
    ...(rpc === undefined ? {} : { rpc }),
    index,
    compressed,
    ...(encoding === undefined ? {} : { encoding }),
    length: rows.number(),
    firstFrame: rows.number(),
    lastFrame: rows.number(),
    truncated: rows.flag(),
    preview,
  };
}

export function packStreamOpened(rows: PackedRows, opened: StreamOpened): void {
  rows.putNumber(opened.streamId);
  rows.putReference(opened.method);
  rows.putReference(opened.path);
  rows.putReference(opened.authority);
  rows.putReference(opened.rpc);
  rows.putOptional(opened.timeoutMs);
}

export function unpackStreamOpened(rows: PackedRows): StreamOpened {
  const opened = {
    streamId: rows.number(),
    method: rows.reference<string>(),
    path: rows.reference<string>(),
    authority: rows.reference<string>(),
  };
  const rpc = rows.reference<Rpc | undefined>();
  const timeoutMs = rows.optional();
  return {
    ...opened,
    ...(rpc === undefined ? {} : { rpc }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

export function packStreamClosed(rows: PackedRows, closed: StreamClosed): void {
  rows.putNumber(closed.streamId);
  rows.putReference(closed.how);
  rows.putFlag(closed.endedBy === 'CLIENT');
  rows.putReference(closed.error);
  rows.putOptional(closed.errorCode);
  rows.putOptional(closed.httpStatus);
  rows.putReference(closed.grpcStatus);
  rows.putReference(closed.origin);
  rows.putReference(closed.originReason);
  rows.putOptional(closed.retrySafe === undefined ? undefined : Number(closed.retrySafe));
  rows.putNumber(closed.durationMs);
  rows.putOptional(closed.firstByteMs);
  packTransfer(rows, closed.request);
  packTransfer(rows, closed.response);
}

export function unpackStreamClosed(rows: PackedRows): StreamClosed {
  const streamId = rows.number();
  const how = rows.reference<StreamClosed['how']>();
  const endedBy = side(rows.flag());
  const error = rows.reference<string | undefined>();
  const errorCode = rows.optional();
  const httpStatus = rows.optional();
  const grpcStatus = rows.reference<StreamClosed['grpcStatus']>();
  const origin = rows.reference<StreamClosed['origin']>();
  const originReason = rows.reference<string>();
  const retrySafe = rows.optional();
  const durationMs = rows.number();
  const firstByteMs = rows.optional();
  return {
    streamId,
    how,
    endedBy,
    ...(error === undefined ? {} : { error }),
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(grpcStatus === undefined ? {} : { grpcStatus }),
    origin,
    originReason,
    ...(retrySafe === undefined ? {} : { retrySafe: retrySafe === 1 }),
    durationMs,
    ...(firstByteMs === undefined ? {} : { firstByteMs }),
    request: unpackTransfer(rows),
    response: unpackTransfer(rows),
  };
}

function packTransfer(rows: PackedRows, { messages, bytes }: Transfer): void {
  rows.putNumber(messages);
  rows.putNumber(bytes);
}

function unpackTransfer(rows: PackedRows): Transfer {
  return { messages: rows.number(), bytes: rows.number() };
}

function side(isClient: boolean): Side {
  return isClient ? 'CLIENT' : 'SERVER';
}
