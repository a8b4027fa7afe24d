import type { IsSecret } from '../../redaction.ts';
import type { CallHeaders } from './call-facts.ts';

/** Those of a few clients, or of one that calls a few methods. */
const LISTS = 8;

/** A longer list is not likely to come again, and would be held for nothing. */
const MAX_FIELDS = 64;
const MAX_BYTES = 8 * 1024;

type Encode = (headers: CallHeaders, isSecret: IsSecret) => Uint8Array;

interface Known {
  readonly headers: CallHeaders;
  readonly encoded: Uint8Array;
}

/** The metadata that calls came with last, encoded. The calls of a client mostly differ in nothing that is in it. */
export class RecentMetadata {
  private readonly encode: Encode;
  private lists: Known[] = [];
  private oldest = 0;
  private isSecret: IsSecret | undefined = undefined;

  constructor(encode: Encode) {
    this.encode = encode;
  }

  /** What `encode` gave for the same header fields, now or earlier. */
  encoded(headers: CallHeaders, isSecret: IsSecret): Uint8Array {
    if (isSecret !== this.isSecret) this.forget(isSecret);
    for (const known of this.lists) if (isSame(known.headers, headers)) return known.encoded;
    const encoded = this.encode(headers, isSecret);
    if (headers.raw.length <= 2 * MAX_FIELDS && encoded.length <= MAX_BYTES) this.keep({ headers, encoded });
    return encoded;
  }

  /** What another rule left in must not be told any more. */
  private forget(isSecret: IsSecret): void {
    this.isSecret = isSecret;
    this.lists = [];
    this.oldest = 0;
  }

  private keep(known: Known): void {
    this.lists[this.oldest] = known;
    this.oldest = (this.oldest + 1) % LISTS;
  }
}

function isSame(some: CallHeaders, others: CallHeaders): boolean {
  return isEqual(some.raw, others.raw) && isEqual(some.neverIndexed, others.neverIndexed);
}

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length) return false;
  for (let i = 0; i < some.length; i++) if (some[i] !== others[i]) return false;
  return true;
}
