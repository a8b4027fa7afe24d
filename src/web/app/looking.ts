/** What only a running server knows, and is asked for now and then. */

import type { ServerQuestions } from '../source/source.ts';
import type { Tab } from '../state/state.ts';
import type { SessionParts } from './session.ts';

/** The range of the ring, and how fast it grows. */
const RANGE_MS = 2_000;
/** Of open connections: streams, bytes, idle times. */
const CONNECTIONS_MS = 2_000;
/** Who looks at something else has what events say: the list may be of a thousand, and makes work for the server. */
const SHOW_CONNECTIONS: readonly Tab[] = ['overview', 'connections'];
/** New ones come with the trace; their counts go on without. */
const FINDINGS_MS = 10_000;
/** Somebody else may have changed it. */
const RECORDING_MS = 10_000;

export function keepLooking(parts: SessionParts, server: ServerQuestions): void {
  const { store, signal, source, readers } = parts;
  let before: { readonly seq: number; readonly at: number } | undefined;

  repeat(signal, RANGE_MS, async () => {
    const { firstSeq, lastSeq } = await source.index('', signal);
    // What was there then has come by now, or does with the next message.
    if (lastSeq !== undefined) for (const reader of readers) reader.sawUpTo(lastSeq);
    if (firstSeq !== undefined) store.dispatch({ type: 'overwritten', firstSeq });
    const now = performance.now();
    const seq = lastSeq ?? 0;
    if (before !== undefined && seq >= before.seq) {
      store.dispatch({ type: 'rate', eventsPerSecond: Math.round(((seq - before.seq) * 1000) / (now - before.at)) });
    }
    before = { seq, at: now };
  });
  let isListed = false;
  repeat(signal, CONNECTIONS_MS, async () => {
    if (isListed && !SHOW_CONNECTIONS.includes(store.state.place.tab)) return;
    store.dispatch({ type: 'connectionsListed', connections: await server.connections(signal) });
    isListed = true;
  });
  repeat(signal, FINDINGS_MS, async () => {
    const findings = await server.findings(signal);
    if (!signal.aborted) store.dispatch({ type: 'findingsListed', findings });
  });
  repeat(signal, RECORDING_MS, async () => {
    const recording = await server.recording();
    // What is shown may be a file by now.
    if (!signal.aborted) store.dispatch({ type: 'recordingKnown', recording });
  });
}

/** At once, and so long behind each answer. What fails is tried again: the list says that the server is away. */
function repeat(signal: AbortSignal, everyMs: number, step: () => Promise<void>): void {
  async function once(): Promise<void> {
    if (signal.aborted) return;
    await step().catch(() => {});
    if (!signal.aborted) setTimeout(() => void once(), everyMs);
  }
  void once();
}
