import { frameTypeName } from '../wire/http2/frame-type.ts';
import type { FrameTotal, FrameTypeName, Side } from './event.ts';

/** Frame types are one byte. */
const TYPE_CODES = 256;

/** Counts the frames of one side by type. */
export class FrameTotals {
  private readonly side: Side;
  private readonly counts = new Uint32Array(TYPE_CODES);

  constructor(side: Side) {
    this.side = side;
  }

  add(typeCode: number): void {
    this.counts[typeCode] = (this.counts[typeCode] ?? 0) + 1;
  }

  /** By name: all types that have none are UNKNOWN together. */
  totals(): FrameTotal[] {
    const byName = new Map<FrameTypeName, number>();
    this.counts.forEach((count, typeCode) => {
      const name = frameTypeName(typeCode);
      if (count > 0) byName.set(name, (byName.get(name) ?? 0) + count);
    });
    return [...byName].map(([type, count]) => ({ from: this.side, type, count }));
  }
}
