import type { Http2Session } from 'node:http2';

/** gRFC A9: up to a tenth more or less. */
const JITTER = 0.1;

/** @param random from 0 to 1, as Math.random gives it */
export function jittered(ageMs: number, random: number): number {
  return ageMs * (1 + JITTER * (2 * random - 1));
}

/** @param onAge called once, unless the session closes before */
export function limitAge(session: Http2Session, maxAgeMs: number, onAge: () => void): void {
  const timer = setTimeout(onAge, jittered(maxAgeMs, Math.random()));
  session.once('close', () => clearTimeout(timer));
}
