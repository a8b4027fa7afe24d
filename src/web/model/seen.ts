/** Values of the trace that a filter may ask for, as far as the page has seen them. */

import type { AppState } from '../state/state.ts';
import type { Seen } from './completion.ts';

/** Of each kind: who looks for more types a letter. */
const MAX_VALUES = 100;

export function seenIn({ summary }: Pick<AppState, 'summary'>): Seen {
  const opened = summary.streams
    .flatMap((stream) => (stream.opened === undefined ? [] : [stream.opened.streamOpened]))
    .reverse();
  return {
    conn: some(summary.connections.map(({ conn }) => conn)),
    method: some(opened.map(({ rpc, method }) => rpc?.method ?? method)),
    service: some(opened.flatMap(({ rpc }) => (rpc === undefined ? [] : [rpc.service]))),
    path: some(opened.map(({ path }) => path.split('?')[0] ?? path)),
    rule: some(summary.findings.map(({ finding }) => finding.rule)),
  };
}

/** Each once, the newest of them. @param values the newest first */
function some(values: readonly string[]): readonly string[] {
  return [...new Set(values)].slice(0, MAX_VALUES);
}
