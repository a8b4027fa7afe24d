import type { HeldCall } from './held-call.ts';

/** As many calls at once as most clients have on a connection; of more some are looked at in full. */
const SLOTS = 256;

/** Held calls by their stream ids. Those of open calls are near each other: each has a slot, without a table to look it up in. */
export class HeldCalls {
  private slots: (HeldCall | undefined)[] = [];

  get(id: number): HeldCall | undefined {
    const call = this.slots[slotOf(id)];
    return call?.id === id ? call : undefined;
  }

  /** @returns the call that was in its slot, and is not held here any longer */
  add(call: HeldCall): HeldCall | undefined {
    if (this.slots.length === 0) this.slots = new Array<HeldCall | undefined>(SLOTS).fill(undefined);
    const slot = slotOf(call.id);
    const other = this.slots[slot];
    this.slots[slot] = call;
    return other;
  }

  /** Does nothing where another call is in its slot. */
  remove(call: HeldCall): void {
    const slot = slotOf(call.id);
    if (this.slots[slot] === call) this.slots[slot] = undefined;
  }

  /** In the order in which they began. */
  list(): HeldCall[] {
    return this.slots.filter((call) => call !== undefined).sort((a, b) => a.id - b.id);
  }
}

/** RFC 9113 §5.1.1: ids of a client are odd, and each is larger than the one before. */
function slotOf(id: number): number {
  return (id >> 1) % SLOTS;
}
