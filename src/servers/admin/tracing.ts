/** What the admin API has of the trace. app.ts gives it: this layer knows nothing of capture. */

import type { ConnectionState, ConnectionSummary, StreamState } from '../../trace/connection-state.ts';
import type { Finding } from '../../trace/event.ts';
import type { RecordingSettings } from '../../trace/recording.ts';

export interface SwitchableRecording {
  readonly settings: RecordingSettings;
  change(settings: RecordingSettings): void;
  /** Whether this connection is open and read, so that it can be recorded. */
  has(conn: string): boolean;
}

export interface WatchedConnections {
  /** Those that are open, the newest first; then those that closed, the last first. */
  summaries(): readonly ConnectionSummary[];
  /** @returns undefined where there is none, or none any more */
  state(conn: string): ConnectionState | undefined;
  /** Open streams, the newest connections first; of one connection where it is named. */
  streams(conn?: string): Iterable<StreamState>;
}

/** A cause that was found, as it stands. */
export interface FoundCause {
  /** Where it was seen last; "" where it is about no single connection. */
  readonly conn: string;
  readonly finding: Finding;
}

export interface Tracing {
  readonly recording: SwitchableRecording;
  readonly connections: WatchedConnections;
  /** One for each cause, the one that was seen last first. */
  findings(): Iterable<FoundCause>;
}
