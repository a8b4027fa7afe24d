/** What was found wrong, one of each cause. */

import type { EventOf } from '../../trace/event.ts';

type FindingEvent = EventOf<'finding'>;

/** More causes than anybody reads; the one that was seen last longest ago goes. */
export const MAX_FINDINGS = 500;

/** @returns the one seen last first. An event that has counted further takes the place of the one before */
export function mergedFindings(known: readonly FindingEvent[], more: readonly FindingEvent[]): readonly FindingEvent[] {
  const byId = new Map(known.map((event) => [event.finding.id, event]));
  let isNew = false;
  for (const event of more) {
    const before = byId.get(event.finding.id);
    if (before !== undefined && before.finding.count >= event.finding.count) continue;
    byId.set(event.finding.id, event);
    isNew = true;
  }
  if (!isNew) return known;
  return [...byId.values()].sort((a, b) => b.finding.lastTime - a.finding.lastTime).slice(0, MAX_FINDINGS);
}
