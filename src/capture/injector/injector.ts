import type { TransportFault } from '../../faults/fault.ts';
import type { Side } from '../../trace/event.ts';

/** Makes the faults of one connection. */
export interface Injector {
  receive(from: Side, chunk: Uint8Array): void;
  /** @param streamId undefined: of the connection; @returns why it cannot be done, and then nothing is */
  arm(streamId: number | undefined, faults: readonly TransportFault[]): string | undefined;
  closed(): void;
}
