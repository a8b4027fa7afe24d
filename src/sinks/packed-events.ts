/**
 * Events that are kept for long, in a form that costs the garbage collector little.
 *
 * Under load nearly all events outlive two collections of the young generation, and copying them twice took more time than
 * making them (a quarter of the server's). So the numbers of an event, and of the bodies that most events have, go to one typed
 * array that no collection looks into; of their objects only those remain that hold text or bytes, and many of these are shared
 * by all events of a connection.
 */

import type {
  EventHeader,
  EventOf,
  Frame,
  Headers,
  Message,
  Side,
  StreamClosed,
  StreamOpened,
  TraceEvent,
  Window,
} from '../trace/event.ts';

/** Columns of numbers, one row an event. */
const SEQ = 0;
const WEIGHT = 1;
// Of an event that is not kept whole.
const TIME = 2;
const OFFSET_MS = 3;
// Of a packed frame.
const FROM_CLIENT = 4;
const FLAG_BITS = 5;
const STREAM_ID = 6;
const LENGTH = 7;
// Of HEADERS.
const BLOCK_LENGTH = 8;
const LIST_SIZE = 9;
const TABLE_SIZE = 10;
// Of DATA and WINDOW_UPDATE.
const INCREMENT = 8;
const CONNECTION_WINDOW = 9;
/** NaN where the frame has none. */
const STREAM_WINDOW = 10;
const NUMBERS = 11;

/** Columns of references, one row an event. */
const FORM = 0;
/** Of an event that is kept whole, the event. */
const BODY = 1;
const CONN = 2;
const FLAGS = 3;
const CATEGORY = 4;
const REFERENCES = 5;

/** Frames of these types have columns for their numbers. */
type PackedFrame = 'HEADERS' | 'DATA' | 'WINDOW_UPDATE';

/** Other events that each call has. Their bodies are kept as they are; every other event is kept whole. */
type PackedKind = 'message' | 'streamOpened' | 'streamClosed';

const TYPE_CODES: { readonly [type in PackedFrame]: number } = { DATA: 0x0, HEADERS: 0x1, WINDOW_UPDATE: 0x8 };

export class PackedEvents {
  readonly capacity: number;
  private readonly numbers: Float64Array;
  private readonly references: unknown[];

  /** @param capacity rows; memory for all of them is taken at once */
  constructor(capacity: number) {
    this.capacity = capacity;
    this.numbers = new Float64Array(capacity * NUMBERS);
    this.references = new Array(capacity * REFERENCES).fill(undefined);
  }

  /** @param weight what the row's owner wants to know of the event later */
  set(row: number, event: TraceEvent, weight: number): void {
    const n = row * NUMBERS;
    const r = row * REFERENCES;
    this.numbers[n + SEQ] = event.seq;
    this.numbers[n + WEIGHT] = weight;
    const form = event.kind === 'frame' ? formOf(event.frame) : undefined;
    if (event.kind === 'frame' && form !== undefined) this.setFrame(n, r, form, event);
    else if (event.kind === 'message') this.setPart(n, r, event, event.kind, event.message);
    else if (event.kind === 'streamOpened') this.setPart(n, r, event, event.kind, event.streamOpened);
    else if (event.kind === 'streamClosed') this.setPart(n, r, event, event.kind, event.streamClosed);
    else this.setWhole(r, event);
  }

  weight(row: number): number {
    return this.numbers[row * NUMBERS + WEIGHT] ?? 0;
  }

  seq(row: number): number {
    return this.numbers[row * NUMBERS + SEQ] ?? 0;
  }

  /** Lets go of what the row refers to. */
  clear(row: number): void {
    const r = row * REFERENCES;
    this.references[r + BODY] = undefined;
    this.references[r + FLAGS] = undefined;
  }

  /** An event equal to the one that was set. */
  get(row: number): TraceEvent {
    const n = row * NUMBERS;
    const r = row * REFERENCES;
    const form = this.references[r + FORM] as PackedFrame | PackedKind | undefined;
    const body = this.references[r + BODY];
    if (form === undefined) return body as TraceEvent;
    const header = {
      seq: this.number(n + SEQ),
      time: this.number(n + TIME),
      offsetMs: this.number(n + OFFSET_MS),
      conn: this.references[r + CONN] as string,
    };
    if (form === 'message') return { ...header, kind: form, message: body as Message };
    if (form === 'streamOpened') return { ...header, kind: form, streamOpened: body as StreamOpened };
    if (form === 'streamClosed') return { ...header, kind: form, streamClosed: body as StreamClosed };
    return { ...header, kind: 'frame', frame: this.frame(n, r, form) };
  }

  private setWhole(r: number, event: TraceEvent): void {
    this.references[r + FORM] = undefined;
    this.references[r + BODY] = event;
  }

  private setPart(n: number, r: number, header: EventHeader, form: PackedFrame | PackedKind, body: unknown): void {
    this.numbers[n + TIME] = header.time;
    this.numbers[n + OFFSET_MS] = header.offsetMs;
    this.references[r + CONN] = header.conn;
    this.references[r + FORM] = form;
    this.references[r + BODY] = body;
  }

  private setFrame(n: number, r: number, form: PackedFrame, event: EventOf<'frame'>): void {
    const { frame } = event;
    const { numbers, references } = this;
    this.setPart(n, r, event, form, frame.headers?.fields ?? frame.data);
    numbers[n + FROM_CLIENT] = frame.from === 'CLIENT' ? 1 : 0;
    numbers[n + FLAG_BITS] = frame.flagBits;
    numbers[n + STREAM_ID] = frame.streamId;
    numbers[n + LENGTH] = frame.length;
    references[r + FLAGS] = frame.flags;
    if (frame.headers !== undefined) this.setHeaders(n, r, frame.headers);
    else this.setWindow(n, frame);
  }

  private setWindow(n: number, frame: Frame): void {
    const { numbers } = this;
    numbers[n + INCREMENT] = frame.windowUpdate?.increment ?? 0;
    numbers[n + CONNECTION_WINDOW] = frame.window?.connection ?? 0;
    numbers[n + STREAM_WINDOW] = frame.window?.stream ?? Number.NaN;
  }

  private setHeaders(n: number, r: number, headers: Headers): void {
    this.numbers[n + BLOCK_LENGTH] = headers.blockLength;
    this.numbers[n + LIST_SIZE] = headers.listSize;
    this.numbers[n + TABLE_SIZE] = headers.tableSize;
    this.references[r + CATEGORY] = headers.category;
  }

  private frame(n: number, r: number, type: PackedFrame): Frame {
    const from: Side = this.number(n + FROM_CLIENT) === 1 ? 'CLIENT' : 'SERVER';
    const frame = {
      from,
      type,
      typeCode: TYPE_CODES[type],
      flags: this.references[r + FLAGS] as Frame['flags'],
      flagBits: this.number(n + FLAG_BITS),
      streamId: this.number(n + STREAM_ID),
      length: this.number(n + LENGTH),
    };
    if (type === 'HEADERS') return { ...frame, headers: this.headers(n, r) };
    const window = this.window(n);
    if (type === 'DATA') return { ...frame, data: this.references[r + BODY] as NonNullable<Frame['data']>, window };
    return { ...frame, windowUpdate: { increment: this.number(n + INCREMENT) }, window };
  }

  private headers(n: number, r: number): Headers {
    return {
      category: this.references[r + CATEGORY] as Headers['category'],
      fields: this.references[r + BODY] as Headers['fields'],
      blockLength: this.number(n + BLOCK_LENGTH),
      listSize: this.number(n + LIST_SIZE),
      tableSize: this.number(n + TABLE_SIZE),
    };
  }

  private window(n: number): Window {
    const connection = this.number(n + CONNECTION_WINDOW);
    const stream = this.number(n + STREAM_WINDOW);
    return Number.isNaN(stream) ? { connection } : { connection, stream };
  }

  private number(at: number): number {
    return this.numbers[at] ?? Number.NaN;
  }
}

/** Frames that say more than their row has columns for are few. */
function formOf({ type, violation, priority, headers, data, windowUpdate, window }: Frame): PackedFrame | undefined {
  if (violation !== undefined || priority !== undefined) return undefined;
  if (type === 'HEADERS') return headers === undefined || headers.incomplete !== undefined ? undefined : type;
  if (window === undefined) return undefined;
  if (type === 'DATA') return data === undefined ? undefined : type;
  return type === 'WINDOW_UPDATE' && windowUpdate !== undefined ? type : undefined;
}
