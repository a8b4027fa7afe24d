/** Limits of what can be asked of several endpoints. */

/** Longer than the timeouts of proxies that one wants to see strike; an answer that is waited for holds a connection. */
export const MAX_WAIT_MS = 3_600_000;

/** Bodies are made as they are read, so this bounds work and not memory: enough to fill any link for seconds. */
export const MAX_BYTES = 1024 * 1024 * 1024;

/** Events, lines, or bytes one at a time. */
export const MAX_ITEMS = 1_000_000;

/** Of the generator. */
export const MAX_SEED = 0xffff_ffff;

/** Of a body, where it is nobody's choice. */
export const CHUNK_BYTES = 16 * 1024;
