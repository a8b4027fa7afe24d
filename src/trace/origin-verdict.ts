import type { ErrorOrigin } from './event.ts';

/** Who is to be asked about an end, and why that is thought, in words. */
export interface OriginVerdict {
  readonly origin: ErrorOrigin;
  readonly reason: string;
}
