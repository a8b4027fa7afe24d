/** Connections and their streams as proto3 JSON (connection.proto), with the liberty of json.ts for 64-bit numbers. */

import type { ConnectionState, ConnectionSummary } from '../trace/connection-state.ts';
import { rfc3339 } from './time.ts';

export type SummaryJson = Omit<ConnectionSummary, 'openedAt'> & { readonly openedAt: string };
export type ConnectionJson = Omit<ConnectionState, 'summary'> & { readonly summary: SummaryJson };

export function summaryJson(summary: ConnectionSummary): SummaryJson {
  return { ...summary, openedAt: rfc3339(summary.openedAt) };
}

export function connectionJson(state: ConnectionState): ConnectionJson {
  return { ...state, summary: summaryJson(state.summary) };
}
