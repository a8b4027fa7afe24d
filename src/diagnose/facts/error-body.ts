/** The beginning of a response body that is no answer of the service: an error page, or a proxy's words. */

import type { ResponseHead } from './response-head.ts';

/** For an explanation that quotes them: what a page is shows in its first line. */
const MAX_BYTES = 200;

/** '4' and '5' begin the statuses of errors, RFC 9110 §15.5, §15.6. */
const FIRST_ERROR_DIGIT = 0x34;

export class ErrorBody {
  /** One character a byte. */
  text = '';

  data(preview: Uint8Array): void {
    const missing = MAX_BYTES - this.text.length;
    if (missing > 0) this.text += String.fromCharCode(...preview.subarray(0, missing));
  }
}

/** @returns undefined where the body is an answer: most are */
export function errorBodyOf(response: ResponseHead, isGrpc: boolean): ErrorBody | undefined {
  const { status = '', contentType } = response;
  const isForeign = isGrpc && contentType?.startsWith('application/grpc') !== true;
  return isForeign || status.charCodeAt(0) >= FIRST_ERROR_DIGIT ? new ErrorBody() : undefined;
}
