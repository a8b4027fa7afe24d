/** How fast a side resets streams, measured as those measure it who end connections because of it (CVE-2023-44487). */

/**
 * nghttp2 (Node, curl, and so on): a budget of 1,000 RST_STREAM, of which 33 come back each second. Who has used it up gets GOAWAY:
 * `NGHTTP2_DEFAULT_STREAM_RESET_BURST` and `_RATE` of nghttp2_session.h.
 */
export const RESET_BURST = 1_000;
export const RESETS_PER_SECOND = 33;

/** Netty's window: `maxRstFramesPerWindow` of grpc-java is asked for it, and Netty's own default is 200 in 30 s. */
export const RESET_WINDOW_SECONDS = 30;

const SECOND = 1_000_000;

export class ResetBudget {
  /** Below 0 where more were sent than an nghttp2 server lets pass. */
  left = RESET_BURST;
  private lastAt: number | undefined = undefined;
  /** By second, in place: the window moves over them. Most sides reset nothing, and need no place for it. */
  private bySecond: number[] = [];
  private second = 0;

  /** @param time microseconds since the Unix epoch */
  spend(time: number): void {
    const gained = ((time - (this.lastAt ?? time)) / SECOND) * RESETS_PER_SECOND;
    this.lastAt = time;
    this.left = Math.min(RESET_BURST, this.left + gained) - 1;
    if (this.bySecond.length === 0) this.bySecond = new Array<number>(RESET_WINDOW_SECONDS).fill(0);
    this.move(time);
    const place = this.second % RESET_WINDOW_SECONDS;
    this.bySecond[place] = (this.bySecond[place] ?? 0) + 1;
  }

  /** @returns how many were sent within the window that ends at `time` */
  recent(time: number): number {
    if (this.bySecond.length > 0) this.move(time);
    return this.bySecond.reduce((sum, each) => sum + each, 0);
  }

  private move(time: number): void {
    const now = Math.floor(time / SECOND);
    const steps = Math.min(now - this.second, RESET_WINDOW_SECONDS);
    for (let n = 1; n <= steps; n++) this.bySecond[(now - steps + n) % RESET_WINDOW_SECONDS] = 0;
    if (now > this.second) this.second = now;
  }
}
