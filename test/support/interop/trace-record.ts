/** Reads trace events back from NDJSON, as a user's script would: knowing the contract, and nothing of src/. */

import type {
  FrameTypeName,
  GrpcStatus,
  HeaderRepresentation,
  HeadersCategory,
  JsonValue,
  ProxyProtocol,
  Side,
  Tls,
} from '../../../src/trace/event.ts';

/** The parts of a line that these tests look at. In proto3 JSON a property with its default value may be left out. */
export interface TraceRecord {
  readonly seq: number;
  readonly conn: string;
  readonly connectionOpened?: {
    readonly listener: string;
    readonly protocol: string;
    readonly peer: { readonly port: number };
    readonly tls?: Tls;
    readonly proxyProtocol?: ProxyProtocol;
  };
  readonly frame?: FrameRecord;
  readonly message?: MessageRecord;
  readonly streamOpened?: { readonly streamId: number; readonly path: string };
  readonly streamClosed?: {
    readonly streamId: number;
    readonly how: string;
    readonly grpcStatus?: Partial<GrpcStatus>;
  };
  readonly connectionClosed?: {
    readonly how?: string;
    readonly endedBy?: Side;
    readonly error?: string;
    readonly frames?: readonly FrameTotalRecord[];
    readonly clientBytes?: number;
    readonly serverBytes?: number;
  };
  readonly traceLost?: { readonly reason: string };
}

export interface MessageRecord {
  readonly from: Side;
  readonly streamId: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly compressed?: boolean;
  readonly encoding?: string;
  readonly length?: number;
  readonly json?: JsonValue;
}

export interface FrameTotalRecord {
  readonly from: Side;
  readonly type: FrameTypeName;
  readonly count: number;
}

export interface FrameRecord {
  readonly from: Side;
  readonly type: FrameTypeName;
  readonly typeCode?: number;
  readonly flags?: readonly string[];
  readonly flagBits?: number;
  readonly streamId?: number;
  readonly length?: number;
  readonly headers?: { readonly category: HeadersCategory; readonly fields?: readonly FieldRecord[] };
  readonly settings?: readonly { readonly id?: string; readonly value?: number }[];
  readonly ping?: { readonly ack?: boolean };
  readonly goaway?: { readonly lastStreamId?: number; readonly error: string; readonly debug?: string };
  readonly rstStream?: { readonly error: string };
}

export interface FieldRecord {
  readonly name: string;
  readonly value?: string;
  readonly redacted?: boolean;
  readonly representation: HeaderRepresentation;
  readonly index?: number;
}

/** @throws when a line is not JSON, with its number. */
export function parseTrace(ndjson: string): TraceRecord[] {
  const lines = ndjson.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map(parseLine);
}

/** Of a server that is still writing: without the line that is not whole. @throws as `parseTrace` */
export function traceSoFar(ndjson: string): TraceRecord[] {
  return parseTrace(ndjson.slice(0, ndjson.lastIndexOf('\n') + 1));
}

function parseLine(line: string, index: number): TraceRecord {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`line ${index + 1} is not JSON: ${line.slice(0, 200)}`, { cause });
  }
}

/** Client port → its connection's id. */
export function connectionsByPort(trace: readonly TraceRecord[]): Map<number, string> {
  const ports = new Map<number, string>();
  for (const { conn, connectionOpened } of trace) {
    if (connectionOpened !== undefined) ports.set(connectionOpened.peer.port, conn);
  }
  return ports;
}
