/** What is kept of an open exchange is bounded, or each of its 16,384 on a connection could hold a header list of 64 KiB. */

/** Paths with their query: as many as most servers take is 8 KiB, and what people read is shorter. */
export const MAX_PATH_LENGTH = 2048;

/** DNS allows 253 characters, and five digits of a port. */
export const MAX_AUTHORITY_LENGTH = 300;

/** The longest that IANA has is 18 (UPDATEREDIRECTREF). */
export const MAX_METHOD_LENGTH = 32;

/** Those of browsers are 150 long. */
export const MAX_USER_AGENT_LENGTH = 256;
