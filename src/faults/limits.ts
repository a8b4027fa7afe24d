/** How much one text may ask for. What is beyond is refused with the range, and nothing is clamped. */

/** It travels in a header field: most servers and proxies take 8 KiB of those in all, and there are others beside it. */
export const MAX_TEXT_LENGTH = 4096;

/** Of a text. More than there are names, so that a term that is there twice is told as such. */
export const MAX_TERMS = 64;

/** Of delays, statuses and settings. Each is looked through at each call; a distribution of more points is not legible either. */
export const MAX_LIST_LENGTH = 20;

/** No client waits longer, and a call that is held costs memory until then. */
export const MAX_DELAY_MS = 3_600_000;

/** RFC 1035 §2.3.4: of a name with its dots. */
export const MAX_HOSTNAME_LENGTH = 253;

/** Retry policies end long before: gRPC allows 5 attempts, Envoy's budgets a handful. */
export const MAX_ATTEMPT = 1_000;

/** Messages of a stream are counted and not kept, so this only tells a typo from a number. */
export const MAX_MESSAGE_NUMBER = 1_000_000;

/** Enough to be told too_many_pings by every client (grpc-go gives up at 2), and 170 KB where a client takes them all. */
export const MAX_PINGS = 10_000;

/** Beyond a minute pings are no flood but a keepalive. */
export const MAX_PING_INTERVAL_MS = 60_000;

/** RFC 9113 §6.1: the length of the padding is one byte. */
export const MAX_PADDING = 255;

/** RFC 9113 §6.5.2: a frame that a client takes whatever its settings. */
export const MAX_FRAGMENT_BYTES = 16_384;

export const MAX_UINT31 = 2 ** 31 - 1;
export const MAX_UINT32 = 2 ** 32 - 1;
