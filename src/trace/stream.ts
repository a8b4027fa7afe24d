/** What is known of one HTTP/2 stream while it is open, RFC 9113 §5.1, and of the request or RPC that it carries. */

import { parseContentType } from '../wire/grpc/content-type.ts';
import { MessageDeframer } from '../wire/grpc/message-deframer.ts';
import { parsePath } from '../wire/grpc/path.ts';
import { parseTimeout } from '../wire/grpc/timeout.ts';
import type { PreviewArena } from '../wire/preview.ts';
import type { GrpcStatus, Rpc, Side, StreamOpened } from './event.ts';
import type { SendWindow } from './flow-control.ts';
import { grpcStatusOf } from './grpc-status.ts';
import { fieldValue, type HeaderList } from './header-list.ts';
import { parseHttpStatus } from './http-status.ts';

/** What is kept of a stream while it is open is bounded. Real methods have names of some dozen characters. */
const MAX_RPC_PATH = 1024;

/** Names of encodings are a few characters, and every message event repeats them: a long one would multiply what a peer sends. */
const MAX_ENCODING_LENGTH = 64;

/** What one side has sent on a stream. `window` is what it may still send. */
export class StreamSide implements SendWindow {
  window: number;
  ended = false;
  /** Bytes of DATA without padding. */
  bytes = 0;
  messages = 0;
  encoding: string | undefined;
  deframer: MessageDeframer | undefined;
  /** `seq` of the DATA frame in which the message began that is not complete yet. */
  messageBegan: number | undefined;

  constructor(window: number) {
    this.window = window;
  }
}

/** The response's outcome, as far as it has come. */
interface Response {
  startedAt: number | undefined;
  httpStatus: number | undefined;
  grpcStatus: GrpcStatus | undefined;
  /** Its `server` field: tells a proxy's own answer from an upstream's. */
  server: string | undefined;
  hasTrailers: boolean;
}

export class Stream {
  readonly id: number;
  readonly openedAt: number;
  readonly client: StreamSide;
  readonly server: StreamSide;
  readonly response: Response;
  rpc: Rpc | undefined;

  constructor(id: number, openedAt: number, clientWindow: number, serverWindow: number) {
    this.id = id;
    this.openedAt = openedAt;
    this.client = new StreamSide(clientWindow);
    this.server = new StreamSide(serverWindow);
    this.response = {
      startedAt: undefined,
      httpStatus: undefined,
      grpcStatus: undefined,
      server: undefined,
      hasTrailers: false,
    };
    this.rpc = undefined;
  }

  side(from: Side): StreamSide {
    return from === 'CLIENT' ? this.client : this.server;
  }

  get complete(): boolean {
    return this.client.ended && this.server.ended;
  }

  /**
   * Takes in the request's header list.
   *
   * @param previews keep the beginning of each gRPC message
   */
  request(list: HeaderList, previews: PreviewArena): StreamOpened {
    const { sent, shown } = list;
    if (readMessages(this.client, list, previews)) this.rpc = rpcOf(fieldValue(sent, ':path') ?? '');
    const timeout = fieldValue(sent, 'grpc-timeout');
    const timeoutMs = timeout === undefined ? undefined : parseTimeout(timeout);
    const path = fieldValue(shown, ':path') ?? '';
    return {
      streamId: this.id,
      method: fieldValue(shown, ':method') ?? '',
      path,
      authority: fieldValue(shown, ':authority') ?? fieldValue(shown, 'host') ?? '',
      ...(this.rpc === undefined || path === '' ? {} : { rpc: this.rpc }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    };
  }

  /** Takes in a final (not 1xx) response header list. */
  respond(list: HeaderList, previews: PreviewArena): void {
    this.response.httpStatus = parseHttpStatus(fieldValue(list.sent, ':status') ?? '');
    this.response.server = fieldValue(list.shown, 'server');
    this.response.grpcStatus = grpcStatusOf(list);
    readMessages(this.server, list, previews);
  }

  /** Takes in the response's trailers. */
  trail(list: HeaderList): void {
    this.response.hasTrailers = true;
    this.response.grpcStatus = grpcStatusOf(list) ?? this.response.grpcStatus;
  }
}

/** @returns false where the header list announces no gRPC messages that can be read as they stand */
function readMessages(side: StreamSide, { sent, shown }: HeaderList, previews: PreviewArena): boolean {
  const type = fieldValue(sent, 'content-type');
  const protocol = type === undefined ? undefined : parseContentType(type)?.protocol;
  // In gRPC-Web's text form the frames are base64.
  if (protocol === undefined || protocol === 'grpc-web-text') return false;
  side.deframer = new MessageDeframer(previews, protocol);
  const encoding = fieldValue(shown, 'grpc-encoding');
  side.encoding = encoding !== undefined && encoding.length <= MAX_ENCODING_LENGTH ? encoding : undefined;
  return true;
}

function rpcOf(path: string): Rpc | undefined {
  return path.length <= MAX_RPC_PATH ? parsePath(path) : undefined;
}
