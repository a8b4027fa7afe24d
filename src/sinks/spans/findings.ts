import type { EventOf, TraceEvent } from '../../trace/event.ts';

/** Of one exchange; a rule that fires for each frame of a stream says the same again. */
const MAX_PER_EXCHANGE = 16;

/** Exchanges with findings whose spans are not made yet. Findings are rare; when so many wait, the oldest is left out. */
const MAX_EXCHANGES = 1_000;

export type FindingEvent = EventOf<'finding'>;

export interface Findings {
  add(event: TraceEvent): void;
  /** Those of an exchange, which are not kept any longer. */
  take(conn: string, streamId: number): readonly FindingEvent[];
}

const NONE: readonly FindingEvent[] = [];

/** Findings until the span that they belong to is made. */
export function createFindings(): Findings {
  const byExchange = new Map<string, FindingEvent[]>();

  function forgetOldest(): void {
    const oldest = byExchange.keys().next().value;
    if (oldest !== undefined) byExchange.delete(oldest);
  }

  return {
    add(event) {
      if (event.kind !== 'finding' || event.finding.streamId === undefined) return;
      const key = keyOf(event.conn, event.finding.streamId);
      const known = byExchange.get(key);
      if (known !== undefined) {
        if (known.length < MAX_PER_EXCHANGE) known.push(event);
        return;
      }
      if (byExchange.size >= MAX_EXCHANGES) forgetOldest();
      byExchange.set(key, [event]);
    },
    take(conn, streamId) {
      if (byExchange.size === 0) return NONE;
      const key = keyOf(conn, streamId);
      const found = byExchange.get(key);
      byExchange.delete(key);
      return found ?? NONE;
    },
  };
}

function keyOf(conn: string, streamId: number): string {
  return `${conn}/${streamId}`;
}
