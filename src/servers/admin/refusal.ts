/** Why the admin API does not do what was asked for, in words for who asked. */

/** `statusCode` is what fastify answers it with. */
export class Refusal extends Error {
  readonly statusCode: RefusalCode;

  constructor(statusCode: RefusalCode, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/**
 * 400: not understood. 401: without the token. 403: not from where it came. 404: there is no such thing. 409: not now. 429: too many at
 * a time. 503: not any more.
 */
export type RefusalCode = 400 | 401 | 403 | 404 | 409 | 429 | 503;
