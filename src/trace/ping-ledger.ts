/** The PINGs that one side sent and the other has not answered, RFC 9113 §6.7: gives the round trip of each. */

/** More PINGs than this in flight tell nothing more; the oldest are forgotten, and their ACKs carry no round trip. */
export const MAX_IN_FLIGHT = 64;

export class PingLedger {
  private readonly sentAt = new Map<string, number>();

  /** @param opaque the 8 bytes in hex; @param time microseconds since the Unix epoch */
  sent(opaque: string, time: number): void {
    this.sentAt.delete(opaque);
    this.sentAt.set(opaque, time);
    if (this.sentAt.size <= MAX_IN_FLIGHT) return;
    for (const oldest of this.sentAt.keys()) {
      this.sentAt.delete(oldest);
      return;
    }
  }

  /** @returns milliseconds since the PING with these bytes; undefined where none is in flight */
  acknowledged(opaque: string, time: number): number | undefined {
    const sentAt = this.sentAt.get(opaque);
    if (sentAt === undefined) return undefined;
    this.sentAt.delete(opaque);
    return (time - sentAt) / 1000;
  }
}
