/** RFC 9113 §7: the codes that RST_STREAM and GOAWAY carry. */
export const ERROR_CODE = {
  NO_ERROR: 0x0,
  PROTOCOL_ERROR: 0x1,
  INTERNAL_ERROR: 0x2,
  FLOW_CONTROL_ERROR: 0x3,
  SETTINGS_TIMEOUT: 0x4,
  STREAM_CLOSED: 0x5,
  FRAME_SIZE_ERROR: 0x6,
  REFUSED_STREAM: 0x7,
  CANCEL: 0x8,
  COMPRESSION_ERROR: 0x9,
  CONNECT_ERROR: 0xa,
  ENHANCE_YOUR_CALM: 0xb,
  INADEQUATE_SECURITY: 0xc,
  HTTP_1_1_REQUIRED: 0xd,
} as const;

export type ErrorName = keyof typeof ERROR_CODE;

/** The codes are 0, 1, 2, … without gaps. */
const ERROR_NAMES = Object.keys(ERROR_CODE) as readonly ErrorName[];

/** "" where the code has no name: unknown codes MUST NOT trigger special behaviour, RFC 9113 §7. */
export function errorName(code: number): ErrorName | '' {
  return ERROR_NAMES[code] ?? '';
}
