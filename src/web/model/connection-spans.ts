/** Stretches of time that something lasted: milliseconds since the connection opened. */

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Those that are no more than `gapMs` apart are one. @param spans in the order of `fromMs` */
export function merged(spans: readonly Span[], gapMs: number): readonly Span[] {
  const out: Span[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (last === undefined || span.fromMs - last.toMs > gapMs) out.push(span);
    else if (span.toMs > last.toMs) out[out.length - 1] = { ...last, toMs: span.toMs };
  }
  return out;
}

/** What of `span` is within `bounds`; undefined where nothing is. */
export function within(span: Span, bounds: Span): Span | undefined {
  const [fromMs, toMs] = [Math.max(span.fromMs, bounds.fromMs), Math.min(span.toMs, bounds.toMs)];
  return fromMs < toMs ? { fromMs, toMs } : undefined;
}

export function totalMs(spans: readonly Span[]): number {
  return spans.reduce((total, { fromMs, toMs }) => total + (toMs - fromMs), 0);
}

/** Whether a window lets its sender go on, and since when it did not: RFC 9113 §5.2, §6.9. */
export class WindowWatch {
  /** What may still be sent; undefined: not known. */
  left: number | undefined;
  /** When it was used up; undefined while it is not. */
  stalledSince: number | undefined = undefined;
  /** Stalls that are over. */
  readonly stalls: Span[] = [];

  constructor(left?: number) {
    this.left = left;
  }

  /** It is `left` now. */
  set(left: number, atMs: number): void {
    this.left = left;
    if (left > 0) this.release(atMs);
    else this.stalledSince ??= atMs;
  }

  /** Nobody waits at it any more. */
  release(atMs: number): void {
    if (this.stalledSince === undefined) return;
    // Credit that comes at once is no stall.
    if (atMs > this.stalledSince) this.stalls.push({ fromMs: this.stalledSince, toMs: atMs });
    this.stalledSince = undefined;
  }

  /** With the one that is not over. */
  until(atMs: number): readonly Span[] {
    const { stalls, stalledSince } = this;
    return stalledSince === undefined
      ? stalls
      : [...stalls, { fromMs: stalledSince, toMs: Math.max(stalledSince, atMs) }];
  }
}
