/** What is known of one HTTP/2 stream while it is open, RFC 9113 §5.1, and of the request or RPC that it carries. */

import { MessageDeframer } from '../wire/grpc/message-deframer.ts';
import type { PreviewArena } from '../wire/preview.ts';
import type { GrpcStatus, Rpc, Side, StreamOpened } from './event.ts';
import type { SendWindow } from './flow-control.ts';
import type { HeaderList } from './header-list.ts';
import type { MessageFormat } from './message-format.ts';

/** What one side has sent on a stream. `window` is what it may still send. */
export class StreamSide implements SendWindow {
  window: number;
  ended = false;
  /** Bytes of DATA without padding. */
  bytes = 0;
  messages = 0;
  /** Nothing is kept of the bytes: secret header fields among them could not be told from the others. */
  isUnkept = false;
  encoding: string | undefined;
  deframer: MessageDeframer | undefined;
  /** Where in its DATA the trailers of gRPC-Web begin. */
  trailersAt: number | undefined;
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
  /** Trailers of gRPC-Web that are compressed, or longer than what is kept of a message: the status may be in what is missing. */
  trailersUnread: boolean;
}

const NOTHING = { method: '', path: '', authority: '' };

export class Stream {
  readonly id: number;
  readonly openedAt: number;
  readonly client: StreamSide;
  readonly server: StreamSide;
  readonly response: Response;
  /** The request is one of gRPC, whatever its path. */
  isGrpc = false;
  rpc: Rpc | undefined = undefined;
  /** What is shown of the request while the stream is open. */
  opened: Pick<StreamOpened, 'method' | 'path' | 'authority' | 'timeoutMs'> = NOTHING;

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
      trailersUnread: false,
    };
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
  request({ request }: HeaderList, previews: PreviewArena): StreamOpened {
    const { method, path, authority, rpc, timeoutMs, messages } = request;
    this.rpc = rpc;
    this.opened = request.kept;
    this.isGrpc = messages !== undefined;
    if (messages !== undefined) readMessages(this.client, messages, previews);
    const opened: Writable<StreamOpened> = { streamId: this.id, method, path, authority };
    if (rpc !== undefined) opened.rpc = rpc;
    if (timeoutMs !== undefined) opened.timeoutMs = timeoutMs;
    return opened;
  }

  /** Takes in a final (not 1xx) response header list. */
  respond({ response }: HeaderList, previews: PreviewArena): void {
    this.response.httpStatus = response.httpStatus;
    this.response.server = response.server;
    this.server.isUnkept = response.hidesTrailers;
    this.response.grpcStatus = response.grpcStatus;
    if (response.messages !== undefined) readMessages(this.server, response.messages, previews);
  }

  /** Takes in the response's trailers. */
  trail({ response }: HeaderList): void {
    this.response.hasTrailers = true;
    this.response.grpcStatus = response.grpcStatus ?? this.response.grpcStatus;
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function readMessages(side: StreamSide, { framing, encoding }: MessageFormat, previews: PreviewArena): void {
  side.deframer = new MessageDeframer(previews, framing);
  side.encoding = encoding;
}
