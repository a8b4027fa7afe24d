/** Octets as the RFCs print them. */

/** @param hex white space is skipped */
export function octetsOf(hex: string): Uint8Array {
  const digits = hex.replaceAll(/\s/g, '');
  if (!/^([0-9a-f]{2})*$/.test(digits)) throw new RangeError(`not hex: ${hex}`);
  return new Uint8Array(Buffer.from(digits, 'hex'));
}

export function hexOf(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex');
}
