/** RFC 9110 §15: three digits. @returns undefined where `:status` is something else */
export function parseHttpStatus(text: string): number | undefined {
  if (text === '200') return 200;
  return /^[1-9][0-9]{2}$/.test(text) ? Number(text) : undefined;
}
