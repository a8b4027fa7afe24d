/** The alert that a TLS peer ends with, RFC 8446 §6. */

/** RFC 8446 §5.1: the content type of its record. */
export const TLS_ALERT = 21;

/** RFC 8446 §6 and its predecessors; the numbers that peers refuse handshakes with. */
const NAMES: { readonly [description: number]: string } = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  22: 'record_overflow',
  40: 'handshake_failure',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  109: 'missing_extension',
  110: 'unsupported_extension',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  120: 'no_application_protocol',
};

/** Record header, level, description. */
const ALERT_BYTES = 7;
/** Of an alert in clear text; what is longer is encrypted. */
const ALERT_LENGTH = 2;

/** @returns the description of the alert that a record begins with; undefined where it is none, or not all of it is there */
export function tlsAlertOf(record: Uint8Array): number | undefined {
  if (record[0] !== TLS_ALERT || record.length < ALERT_BYTES) return undefined;
  const length = ((record[3] as number) << 8) | (record[4] as number);
  return length === ALERT_LENGTH ? record[6] : undefined;
}

/** @returns "" where RFC 8446 has no name for it */
export function tlsAlertName(description: number): string {
  return NAMES[description] ?? '';
}
