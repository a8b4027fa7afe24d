/** What the admin API answers, as far as the page reads it: docs/live.md. */

import type { ConnectionState, ConnectionSummary } from '../../trace/connection-state.ts';

/** `openedAt` is RFC 3339. */
export type SummaryJson = Omit<ConnectionSummary, 'openedAt'> & { readonly openedAt: string };
export type ConnectionJson = Omit<ConnectionState, 'summary'> & { readonly summary: SummaryJson };

/** Of `/api/env`. What the system does not tell is not there. */
export interface EnvJson {
  readonly identity: Readonly<Record<string, string>>;
  readonly atMs: number;
  readonly process?: Readonly<Record<string, unknown>>;
  readonly kernel?: Readonly<Record<string, unknown>>;
  readonly cgroup?: Readonly<Record<string, unknown>>;
  readonly eventLoop?: Readonly<Record<string, unknown>>;
}

/** Of `/api/trace/config`. */
export interface RecordingJson {
  readonly trace: 'on' | 'paused' | 'off';
  readonly sampleOneIn: number;
  readonly payloadBytes: number;
  readonly redactHeaders: readonly string[];
  readonly listenersOff: readonly string[];
  readonly connections: Readonly<Record<string, boolean>>;
}
