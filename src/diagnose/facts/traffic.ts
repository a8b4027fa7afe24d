/** What the traffic of all connections felt, between two looks at the place where the server runs. */

import type { BesideFacts, TrafficFacts } from './place.ts';

/** Each is slower than the one before it: the last ones say all. */
const MAX_EVIDENCE = 8;

export class Traffic {
  private calls = 0;
  private slowestFirstByteMs = 0;
  private slowestPingMs = 0;
  private evidence: number[] = [];
  private beside: BesideFacts | undefined = undefined;

  call(firstByteMs: number | undefined, seq: number): void {
    this.calls += 1;
    if (firstByteMs === undefined || firstByteMs <= this.slowestFirstByteMs) return;
    this.slowestFirstByteMs = firstByteMs;
    this.note(seq);
  }

  ping(rttMs: number, seq: number): void {
    if (rttMs <= this.slowestPingMs) return;
    this.slowestPingMs = rttMs;
    this.note(seq);
  }

  /** A request came by a proxy that left its name. @param address of its socket */
  proxied(proxy: string, address: string, seq: number): void {
    if (this.beside === undefined && isBeside(address)) this.beside = { proxy, address, seq };
  }

  /** @returns what was since the last time */
  take(): TrafficFacts {
    const { calls, slowestFirstByteMs, slowestPingMs, evidence, beside } = this;
    this.calls = 0;
    this.slowestFirstByteMs = 0;
    this.slowestPingMs = 0;
    this.evidence = [];
    return { calls, slowestFirstByteMs, slowestPingMs, evidence, beside };
  }

  private note(seq: number): void {
    this.evidence.push(seq);
    if (this.evidence.length > MAX_EVIDENCE) this.evidence.shift();
  }
}

/** Of this host or pod: loopback, which 127.0.0.6 is as well, the address from which Istio's sidecar calls its application. */
function isBeside(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || address.startsWith('::ffff:127.');
}
