import { boundedText } from '../../bounded-text.ts';
import type { Headers, Rpc, Side, StreamClosed, StreamOpened } from '../../trace/event.ts';
import type { ErrorBody } from './error-body.ts';
import type { LongMessage } from './long-message.ts';
import { MessageProgress } from './message-progress.ts';
import type { RequestHead } from './request-head.ts';
import type { ResponseHead } from './response-head.ts';
import { WindowFacts } from './window.ts';

/** What is kept of a path, of each open stream. */
const MAX_PATH_LENGTH = 1_024;

/** What findings show of it. */
const MAX_NAME_LENGTH = 200;

/**
 * What one side of a stream has sent. Two are made for each call: times are plain numbers inside, 0 for none, and what few streams
 * need is made when they do.
 */
export class StreamSideFacts extends MessageProgress {
  dataFrames = 0;
  messageCount = 0;
  /** END_STREAM came. */
  ended = false;
  /** `seq` of its last HEADERS or DATA. */
  lastSeq = 0;
  /** Its longest message, where it has begun a long one. */
  longest: LongMessage | undefined = undefined;
  private at = 0;
  private knownWindow: WindowFacts | undefined = undefined;

  /** Of its last HEADERS or DATA; undefined where none came. Microseconds since the Unix epoch. */
  get lastAt(): number | undefined {
    return this.at === 0 ? undefined : this.at;
  }

  get messages(): MessageProgress {
    return this;
  }

  get window(): WindowFacts {
    this.knownWindow ??= new WindowFacts();
    return this.knownWindow;
  }

  /** Undefined where it was never used up, and never credited. */
  get usedWindow(): WindowFacts | undefined {
    return this.knownWindow;
  }

  reached(time: number, seq: number, isLast: boolean): void {
    this.at = time;
    this.lastSeq = seq;
    this.ended ||= isLast;
  }

  /** Nothing is to be told of a window that was never used up, and never credited. */
  spent(left: number, isLast: boolean, time: number, seq: number): void {
    if (left <= 0 || this.knownWindow !== undefined) this.window.spent(left, isLast, time, seq);
  }
}

const NO_RESETS: Resets = {};
const NO_VIOLATIONS: Violations = {};

/** An HTTP/2 stream, until it has ended and rules were asked about it. */
export class StreamFacts {
  readonly id: number;
  readonly openedAt: number;
  /** `seq` of the frame with its request. */
  readonly requestSeq: number;
  readonly request: RequestHead;
  /** RFC 9113 §6.5.2, of its request. */
  readonly requestListSize: number;
  readonly client = new StreamSideFacts();
  readonly server = new StreamSideFacts();
  response: ResponseHead | undefined = undefined;
  responseSeq = 0;
  trailers: ResponseHead | undefined = undefined;
  trailersSeq = 0;
  /** The header list that came just now, while rules are asked about it. */
  headers: Headers | undefined = undefined;
  /** The RST_STREAM frames, the first of each side. */
  resets: Resets = NO_RESETS;
  /** `seq` of the first frame of each side that broke a rule of the protocol. */
  violations: Violations = NO_VIOLATIONS;
  /** The beginning of a body that is no answer. */
  errorBody: ErrorBody | undefined = undefined;
  /** How many streams were open when it began, itself included. */
  readonly openWith: number;
  closed: StreamClosed | undefined = undefined;
  closedSeq = 0;
  /** That its request is not ended was told. */
  saidUnended = false;
  private readonly opened: StreamOpened;
  private respondedAt = 0;

  constructor(opened: StreamOpened, head: RequestHead, headers: Headers, time: number, seq: number, openWith: number) {
    this.id = opened.streamId;
    this.openedAt = time;
    this.requestSeq = seq;
    this.opened = bounded(opened);
    this.request = head;
    this.requestListSize = headers.listSize;
    this.openWith = openWith;
  }

  get method(): string {
    return this.opened.method;
  }

  get path(): string {
    return this.opened.path;
  }

  get authority(): string {
    return this.opened.authority;
  }

  /** Of a gRPC call whose path is a method's. */
  get rpc(): Rpc | undefined {
    return this.opened.rpc;
  }

  get timeoutMs(): number | undefined {
    return this.opened.timeoutMs;
  }

  /** The head of its response came; undefined where it did not. */
  get responseAt(): number | undefined {
    return this.respondedAt === 0 ? undefined : this.respondedAt;
  }

  responded(response: ResponseHead, time: number, seq: number): void {
    this.response = response;
    this.responseSeq = seq;
    this.respondedAt = time;
  }

  violated(from: Side, seq: number): void {
    this.violations = { [from]: seq, ...this.violations };
  }

  side(from: Side): StreamSideFacts {
    return from === 'CLIENT' ? this.client : this.server;
  }

  /** The request says that it is gRPC's, in any of its framings. */
  get isGrpc(): boolean {
    return this.request.isGrpc;
  }

  /** "/pkg.Service/Method", or method and path where it is no RPC: what findings call it. */
  get name(): string {
    const { rpc, method, path } = this;
    // A query is the caller's own business, and may be secret.
    return boundedText(
      rpc === undefined ? `${method} ${withoutQuery(path)}` : `${rpc.service}/${rpc.method}`,
      MAX_NAME_LENGTH,
    );
  }

  /** Since a HEADERS or DATA frame of either side; its request counts. */
  silentForMs(time: number): number {
    const last = Math.max(this.openedAt, this.client.lastAt ?? 0, this.server.lastAt ?? 0);
    return (time - last) / 1000;
  }
}

function withoutQuery(path: string): string {
  const query = path.indexOf('?');
  return query === -1 ? path : path.slice(0, query);
}

/** An event of ordinary length is shared, and not copied. */
function bounded(opened: StreamOpened): StreamOpened {
  if (opened.path.length <= MAX_PATH_LENGTH && opened.authority.length <= MAX_PATH_LENGTH) return opened;
  const path = boundedText(opened.path, MAX_PATH_LENGTH);
  return { ...opened, path, authority: boundedText(opened.authority, MAX_PATH_LENGTH) };
}

export interface Violations {
  readonly CLIENT?: number;
  readonly SERVER?: number;
}

export interface Resets {
  readonly CLIENT?: ResetFacts;
  readonly SERVER?: ResetFacts;
}

export interface ResetFacts {
  readonly seq: number;
  readonly time: number;
  readonly error: string;
  readonly errorCode: number;
}
