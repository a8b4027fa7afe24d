import type { TransportFault } from './fault.ts';

export interface FaultTarget {
  /** The `conn` of its trace events. */
  readonly connectionId: string;
  /** Undefined: of the connection, or on HTTP/1.1 of the answer to come. */
  readonly streamId: number | undefined;
}

/** How servers, which know no frames, ask for what only the owner of the bytes can do. */
export interface TransportFaults {
  /**
   * To be called before the first byte of the answer is written.
   *
   * @returns why it cannot be done, in words for who asked, and then nothing is; undefined where all will be
   */
  arm(target: FaultTarget, faults: readonly TransportFault[]): string | undefined;
}

/** Where nobody owns the bytes. */
export const noTransportFaults: TransportFaults = {
  arm: (_target, faults) =>
    faults.length === 0 ? undefined : 'transport faults cannot be made here: nothing owns the bytes of this connection',
};
