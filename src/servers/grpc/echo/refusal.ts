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
