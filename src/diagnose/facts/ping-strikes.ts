/**
 * Whether a client pings more often than gRPC servers allow it by default: the algorithm of gRFC A8, "Server Enforcement", run here
 * whatever this server allows. PINGs that measure bandwidth (BDP) follow DATA of the server, and so are no strikes.
 */

/** A8: PERMIT_KEEPALIVE_TIME, while streams are open. */
export const PERMITTED_MS = 5 * 60 * 1_000;

/** A8: where no stream is open, and PERMIT_KEEPALIVE_WITHOUT_CALLS is false. */
export const PERMITTED_WITHOUT_STREAM_MS = 2 * 60 * 60 * 1_000;

/** A8: so many are forgiven; with the next one the connection ends. */
export const MAX_PING_STRIKES = 2;

export class PingStrikes {
  /** Since the server last sent HEADERS or DATA, as all that follows. */
  strikes = 0;
  /** PINGs, valid ones and strikes. */
  pings = 0;
  /** Of the last PING: how long after the last valid one it came, where it came too soon; undefined where it was valid. */
  tooSoonMs: number | undefined = undefined;
  /** Microseconds since the Unix epoch. */
  private lastValidAt: number | undefined = undefined;

  /** The server has sent HEADERS or DATA: PINGs may follow. For each such frame. */
  answered(): void {
    this.strikes = 0;
    this.pings = 0;
    this.lastValidAt = undefined;
  }

  /** The client has sent one. */
  ping(time: number, openStreams: number): void {
    this.pings += 1;
    const sinceMs = this.lastValidAt === undefined ? Number.POSITIVE_INFINITY : (time - this.lastValidAt) / 1_000;
    if (sinceMs >= (openStreams === 0 ? PERMITTED_WITHOUT_STREAM_MS : PERMITTED_MS)) {
      this.tooSoonMs = undefined;
      this.lastValidAt = time;
    } else {
      this.tooSoonMs = sinceMs;
      this.strikes += 1;
    }
  }
}
