/** The targets that somebody may have meant, in the middle of a sentence. */

import type { Target } from './target.ts';

export function wantsTls({ protocol }: Target): string {
  return `wants TLS (${protocol}s://)`;
}

export function clearText({ protocol }: Target): string {
  return `clear text is ${protocol}://`;
}

export function overHttp({ isTls }: Target): string {
  return `${isTls ? 'https' : 'http'}://host:port/path`;
}
