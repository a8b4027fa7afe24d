import { Stream } from './stream.ts';

/**
 * Open streams followed per connection. A server with the default limit of grpc-js or Go allows 2^31 and 250; a client that
 * opens more than this is shown frame by frame, without what its later streams mean.
 */
export const MAX_OPEN_STREAMS = 16_384;

/** Above the usual limits on concurrent streams (100 to 250), so that nearly every stream has a slot to itself. */
const SLOTS = 256;

/**
 * The open streams of one connection.
 *
 * Ids of a side are consecutive, so the low bits of one are its slot; a stream whose slot an older one still holds goes to a
 * map. Not all of them do: the tables that a Map outgrows keep what they held, and their successors, alive until the next full
 * collection, and under load that was nearly every stream.
 */
export class StreamTable {
  private readonly slots: (Stream | undefined)[] = new Array(SLOTS).fill(undefined);
  private readonly others = new Map<number, Stream>();
  /** How many are open, and followed. */
  size = 0;
  /** Of the even ids (pushed by the server) and of the odd ones (the client's). */
  private readonly highest: [number, number] = [0, 0];
  /** Of all streams ever opened, those not followed included. */
  opened = 0;

  get(streamId: number): Stream | undefined {
    const inSlot = this.slots[slotOf(streamId)];
    return inSlot?.id === streamId ? inSlot : this.others.get(streamId);
  }

  /** RFC 9113 §5.1.1: each side's ids of new streams only grow, so a smaller one belongs to a stream that is closed. */
  isNew(streamId: number): boolean {
    return streamId > this.highest[parity(streamId)];
  }

  /** @returns undefined where no more streams are followed */
  open(streamId: number, time: number, clientWindow: number, serverWindow: number): Stream | undefined {
    this.highest[parity(streamId)] = streamId;
    this.opened += 1;
    if (this.size >= MAX_OPEN_STREAMS) return undefined;
    const stream = new Stream(streamId, time, clientWindow, serverWindow);
    const slot = slotOf(streamId);
    if (this.slots[slot] === undefined) this.slots[slot] = stream;
    else this.others.set(streamId, stream);
    this.size += 1;
    return stream;
  }

  close(streamId: number): void {
    const slot = slotOf(streamId);
    if (this.slots[slot]?.id === streamId) this.slots[slot] = undefined;
    else if (!this.others.delete(streamId)) return;
    this.size -= 1;
  }

  /** In no order; `visit` must not open or close streams. */
  forEach(visit: (stream: Stream) => void): void {
    for (const stream of this.slots) if (stream !== undefined) visit(stream);
    this.others.forEach(visit);
  }

  /** A copy, by id: streams may be closed while it is gone through. */
  all(): readonly Stream[] {
    const inSlots = this.slots.filter((stream) => stream !== undefined);
    return [...inSlots, ...this.others.values()].sort((one, other) => one.id - other.id);
  }
}

function slotOf(streamId: number): number {
  return (streamId >> 1) & (SLOTS - 1);
}

function parity(streamId: number): 0 | 1 {
  return (streamId & 1) === 0 ? 0 : 1;
}
