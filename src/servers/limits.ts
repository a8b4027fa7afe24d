/** Limits that the gRPC and the HTTP server share. */

/**
 * Of one HTTP/2 connection; RFC 9113 §6.5.2 advises 100 at least. Each stream holds buffers that its client fills, so there
 * must be an end. Load generators that open more wait for a free stream, as they do with any proxy in between.
 */
export const MAX_CONCURRENT_STREAMS = 1_000;
