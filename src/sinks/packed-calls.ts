/** The other events that each call has, as rows. Each function that packs has the one that unpacks beside it. */

import type {
  KeptMessage,
  Rpc,
  Side,
  StreamClosed,
  StreamEnd,
  StreamOpened,
  StreamStage,
  Transfer,
} from '../trace/event.ts';
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

/** The code of each is its index. */
const ENDS: readonly StreamEnd[] = [
  'TRAILERS',
  'TRAILERS_ONLY',
  'END_STREAM_WITHOUT_TRAILERS',
  'RST_STREAM',
  'CONNECTION_CLOSED',
];
const STAGES: readonly StreamStage[] = ['REQUEST', 'WAITING', 'RESPONSE', 'COMPLETE'];

export function packStreamClosed(rows: PackedRows, closed: StreamClosed): void {
  rows.putNumber(closed.streamId);
  rows.putNumber(endCode(closed));
  rows.putReference(closed.error);
  rows.putOptional(closed.errorCode);
  rows.putOptional(closed.httpStatus);
  rows.putReference(closed.grpcStatus);
  rows.putReference(closed.origin);
  rows.putReference(closed.originReason);
  rows.putOptional(closed.retrySafe === undefined ? undefined : Number(closed.retrySafe));
  rows.putReference(closed.retryReason);
  rows.putNumber(closed.durationMs);
  rows.putOptional(closed.firstByteMs);
  packTransfer(rows, closed.request);
  packTransfer(rows, closed.response);
}

export function unpackStreamClosed(rows: PackedRows): StreamClosed {
  const streamId = rows.number();
  const end = endOf(rows.number());
  const error = rows.reference<string | undefined>();
  const errorCode = rows.optional();
  const httpStatus = rows.optional();
  const grpcStatus = rows.reference<StreamClosed['grpcStatus']>();
  const origin = rows.reference<StreamClosed['origin']>();
  const originReason = rows.reference<string>();
  const retrySafe = rows.optional();
  const retryReason = rows.reference<string>();
  const durationMs = rows.number();
  const firstByteMs = rows.optional();
  return {
    streamId,
    ...end,
    origin,
    originReason,
    retryReason,
    durationMs,
    request: unpackTransfer(rows),
    response: unpackTransfer(rows),
    ...(error === undefined ? {} : { error }),
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(grpcStatus === undefined ? {} : { grpcStatus }),
    ...(retrySafe === undefined ? {} : { retrySafe: retrySafe === 1 }),
    ...(firstByteMs === undefined ? {} : { firstByteMs }),
  };
}

/** How, by whom and at which stage in one number: each event has all three, and a row has room for so many numbers. */
function endCode({ how, endedBy, stage }: Pick<StreamClosed, 'how' | 'endedBy' | 'stage'>): number {
  return (ENDS.indexOf(how) * STAGES.length + STAGES.indexOf(stage)) * 2 + (endedBy === 'CLIENT' ? 1 : 0);
}

/** By their code. Made once: an event that is read costs a look. */
const END_OF_CODE = ENDS.flatMap((how) =>
  STAGES.flatMap((stage) => (['SERVER', 'CLIENT'] as const).map((endedBy) => ({ how, endedBy, stage }))),
);
const COMMON_END = { how: 'TRAILERS', endedBy: 'SERVER', stage: 'COMPLETE' } as const;

function endOf(code: number): Pick<StreamClosed, 'how' | 'endedBy' | 'stage'> {
  return END_OF_CODE[code] ?? COMMON_END;
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
