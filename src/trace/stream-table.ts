import { Stream } from './stream.ts';

/**
 * Open streams followed per connection. A server with the default limit of grpc-js or Go allows 2^31 and 250; a client that
 * opens more than this is shown frame by frame, without what its later streams mean.
 */
export const MAX_OPEN_STREAMS = 16_384;

/** The open streams of one connection. */
export class StreamTable {
  private readonly streams = new Map<number, Stream>();
  /** Of the even ids (pushed by the server) and of the odd ones (the client's). */
  private readonly highest: [number, number] = [0, 0];
  /** Of all streams ever opened, those not followed included. */
  opened = 0;

  get(streamId: number): Stream | undefined {
    return this.streams.get(streamId);
  }

  /** RFC 9113 §5.1.1: each side's ids of new streams only grow, so a smaller one belongs to a stream that is closed. */
  isNew(streamId: number): boolean {
    return streamId > this.highest[parity(streamId)];
  }

  /** @returns undefined where no more streams are followed */
  open(streamId: number, time: number, clientWindow: number, serverWindow: number): Stream | undefined {
    this.highest[parity(streamId)] = streamId;
    this.opened += 1;
    if (this.streams.size >= MAX_OPEN_STREAMS) return undefined;
    const stream = new Stream(streamId, time, clientWindow, serverWindow);
    this.streams.set(streamId, stream);
    return stream;
  }

  close(streamId: number): void {
    this.streams.delete(streamId);
  }

  all(): Iterable<Stream> {
    return this.streams.values();
  }
}

function parity(streamId: number): 0 | 1 {
  return (streamId & 1) === 0 ? 0 : 1;
}
