/** What is known of a stream beside its steps: what was called, how long it took, how much went each way. */

import { printableBytes } from '../../formats/escape.ts';
import type { EventKind, EventOf, Headers, Rpc, Side, TraceEvent, Transfer } from '../../trace/event.ts';

/** Times are since the first event. */
export interface Deadline {
  readonly timeoutMs: number;
  readonly atMs: number;
  readonly is: 'passed' | 'kept' | 'ahead';
}

export interface FirstByte {
  /** From the end of the request's header block to that of the response's. */
  readonly ms: number;
  /** Undefined where the request is not held. */
  readonly fromMs: number | undefined;
  readonly toMs: number;
}

export interface Facts {
  /** "sre.echo.v1.EchoService/Echo", "GET /path"; empty where it is not known. */
  readonly title: string;
  readonly isHttp1: boolean;
  /** Not even its request is held. */
  readonly isCut: boolean;
  readonly isOver: boolean;
  readonly durationMs: number;
  readonly deadline: Deadline | undefined;
  readonly firstByte: FirstByte | undefined;
  readonly transfer: { readonly [side in Side]: Transfer };
}

/** @param events in their order, of which there are some */
export function factsOf(events: readonly TraceEvent[], start: number): Facts {
  const ms = (time: number) => (time - start) / 1000;
  const closed = firstOf(events, 'streamClosed');
  const opened = openedAt(events);
  const lastMs = ms(events.at(-1)?.time ?? start);
  const isHttp1 = firstOf(events, 'http1') !== undefined;
  const answered = isHttp1 ? http1Of(events, 'SERVER', 'END') : undefined;
  const durationMs =
    closed?.streamClosed.durationMs ?? (answered === undefined ? lastMs : ms(answered.time)) - ms(opened ?? start);
  return {
    title: titleOf(events),
    isHttp1,
    isCut: opened === undefined,
    isOver: closed !== undefined || answered !== undefined,
    durationMs,
    deadline: deadlineOf(events, ms(opened ?? start), closed, lastMs),
    firstByte: firstByteOf(events, opened, ms),
    transfer:
      closed === undefined
        ? counted(events)
        : { CLIENT: closed.streamClosed.request, SERVER: closed.streamClosed.response },
  };
}

/** The service and method, where messages or the opening name them. */
export function rpcOf(events: readonly TraceEvent[]): Rpc | undefined {
  const opened = firstOf(events, 'streamOpened');
  return opened === undefined ? firstOf(events, 'message')?.message.rpc : opened.streamOpened.rpc;
}

function titleOf(events: readonly TraceEvent[]): string {
  const rpc = rpcOf(events);
  if (rpc !== undefined) return printableBytes(`${rpc.service}/${rpc.method}`);
  const opened = firstOf(events, 'streamOpened')?.streamOpened;
  if (opened !== undefined) return printableBytes(`${opened.method} ${opened.path}`);
  return printableBytes(http1Of(events, 'CLIENT', 'HEAD')?.http1.startLine ?? '');
}

/** When the request's header block ended, in microseconds. */
function openedAt(events: readonly TraceEvent[]): number | undefined {
  const event =
    firstOf(events, 'streamOpened') ??
    blockOf(events, 'REQUEST') ??
    blockOf(events, 'PUSH') ??
    http1Of(events, 'CLIENT', 'HEAD');
  return event?.time;
}

function deadlineOf(
  events: readonly TraceEvent[],
  openedMs: number,
  closed: EventOf<'streamClosed'> | undefined,
  lastMs: number,
): Deadline | undefined {
  const timeoutMs =
    firstOf(events, 'streamOpened')?.streamOpened.timeoutMs ?? timeoutIn(blockOf(events, 'REQUEST')?.frame.headers);
  if (timeoutMs === undefined) return undefined;
  const atMs = openedMs + timeoutMs;
  if (closed !== undefined)
    return { timeoutMs, atMs, is: closed.streamClosed.durationMs >= timeoutMs ? 'passed' : 'kept' };
  return { timeoutMs, atMs, is: lastMs >= atMs ? 'passed' : 'ahead' };
}

/** gRPC PROTOCOL-HTTP2: at most 8 digits and a unit. */
const TIMEOUT = /^(\d{1,8})([HMSmun])$/;
const UNIT_MS: { readonly [unit: string]: number } = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };

function timeoutIn(headers: Headers | undefined): number | undefined {
  const [, digits, unit = ''] =
    TIMEOUT.exec(headers?.fields.find(({ name }) => name === 'grpc-timeout')?.value ?? '') ?? [];
  const size = UNIT_MS[unit];
  return digits === undefined || size === undefined ? undefined : Number(digits) * size;
}

function firstByteOf(
  events: readonly TraceEvent[],
  opened: number | undefined,
  ms: (time: number) => number,
): FirstByte | undefined {
  const head = blockOf(events, 'RESPONSE') ?? finalHead(events);
  const told = firstOf(events, 'streamClosed')?.streamClosed.firstByteMs;
  if (head === undefined) return told === undefined ? undefined : { ms: told, fromMs: undefined, toMs: 0 };
  const toMs = ms(head.time);
  if (opened === undefined) return told === undefined ? undefined : { ms: told, fromMs: undefined, toMs };
  return { ms: told ?? toMs - ms(opened), fromMs: ms(opened), toMs };
}

/** Informational responses are none, RFC 9110 §15.2. */
function finalHead(events: readonly TraceEvent[]): EventOf<'http1'> | undefined {
  return events.find(
    (event): event is EventOf<'http1'> =>
      event.kind === 'http1' &&
      event.http1.from === 'SERVER' &&
      event.http1.stage === 'HEAD' &&
      !/^HTTP\/\S+ 1\d\d/.test(event.http1.startLine),
  );
}

/** Of what is held. */
function counted(events: readonly TraceEvent[]): Facts['transfer'] {
  const messages = { CLIENT: 0, SERVER: 0 };
  const bytes = { CLIENT: 0, SERVER: 0 };
  for (const event of events) {
    if (event.kind === 'message') messages[event.message.from]++;
    if (event.kind === 'http1') bytes[event.http1.from] += event.http1.bodyLength ?? 0;
    if (event.kind !== 'frame' || event.frame.type !== 'DATA') continue;
    bytes[event.frame.from] += event.frame.length - (event.frame.data?.padding ?? 0);
  }
  return {
    CLIENT: { messages: messages.CLIENT, bytes: bytes.CLIENT },
    SERVER: { messages: messages.SERVER, bytes: bytes.SERVER },
  };
}

export function firstOf<K extends EventKind>(events: readonly TraceEvent[], kind: K): EventOf<K> | undefined {
  return events.find((event): event is TraceEvent & EventOf<K> => event.kind === kind);
}

function blockOf(events: readonly TraceEvent[], category: Headers['category']): EventOf<'frame'> | undefined {
  return events.find(
    (event): event is EventOf<'frame'> => event.kind === 'frame' && event.frame.headers?.category === category,
  );
}

function http1Of(events: readonly TraceEvent[], from: Side, stage: 'HEAD' | 'END'): EventOf<'http1'> | undefined {
  return events.find(
    (event): event is EventOf<'http1'> =>
      event.kind === 'http1' && event.http1.from === from && event.http1.stage === stage,
  );
}
