/** Errors in words, for the server's own log. */

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** With the stack: of a bug. */
export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
