/** What a peer can make a decoder hold, RFC 7541 §7.3. All in octets. */

/** Initial value of SETTINGS_HEADER_TABLE_SIZE, RFC 9113 §6.5.2. */
export const DEFAULT_TABLE_SIZE = 4096;

/**
 * The largest table that we hold, whatever the endpoints agreed on: they may agree on 4 GiB, and a table in memory takes
 * several times its size. Servers and proxies use 4 to 64 KiB.
 */
export const MAX_TABLE_SIZE = 1024 * 1024;

/** What one HEADERS frame can carry, RFC 9113 §4.2. Only a flood of CONTINUATION frames makes longer blocks. */
export const MAX_BLOCK_LENGTH = 2 ** 24 - 1;

/** A block needs two, RFC 7541 §4.2. More are honoured, but a block full of them is not copied to its result. */
export const MAX_REPORTED_SIZE_UPDATES = 16;
