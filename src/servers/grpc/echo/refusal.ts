import { status } from '@grpc/grpc-js';

/** A request that is not done, and why: what came and what was expected. grpc-js takes it for the status of the call. */
export class Refusal extends Error {
  readonly code: number;
  readonly details: string;

  constructor(details: string, code: number = status.INVALID_ARGUMENT) {
    super(details);
    this.code = code;
    this.details = details;
  }
}

/** The status goes out in a header block, of which Node sends 64 KiB, and a request may be a hundred times as long. */
const MAX_QUOTED = 80;

/** What came, for the words of a refusal: in quotes, what is not printable escaped, and no longer than helps. */
export function quoted(text: string): string {
  return text.length > MAX_QUOTED ? `${JSON.stringify(text.slice(0, MAX_QUOTED))}…` : JSON.stringify(text);
}
