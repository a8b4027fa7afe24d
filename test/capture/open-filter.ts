import type { ByteFilter, Wire } from '../../src/capture/byte-filter.ts';

/** Passes everything on as it comes. */
export function createOpenFilter(): ByteFilter {
  let wire: Wire | undefined;
  return {
    attach(given) {
      wire = given;
    },
    receive: (from, chunk) => wire?.pass(from, chunk),
    closed() {},
  };
}
