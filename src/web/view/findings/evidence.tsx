import type { EventOf } from '../../../trace/event.ts';
import { counted } from '../../model/amounts.ts';
import { aroundFilter, evidenceFilter, evidenceOf } from '../../model/finding-terms.ts';
import { useGo } from '../app-context.ts';

/** The ways from a finding to what shows it. */
export function Evidence({ event }: { event: EventOf<'finding'> }) {
  const go = useGo();
  const { conn, finding } = event;
  const seqs = evidenceOf(event);
  const evidence = evidenceFilter(event);
  const around = aroundFilter(event);
  const found = { tab: 'wire', finding: finding.id, seq: seqs[0] } as const;
  return (
    <p class="finding-ways">
      {evidence !== undefined && (
        <button type="button" class="button" title={evidence} onClick={() => go({ ...found, filter: evidence })}>
          show evidence: {counted(seqs.length, 'event')}
        </button>
      )}
      {around !== undefined && (
        <button
          type="button"
          class="button"
          title={around}
          onClick={() => go({ ...found, filter: around, conn, streamId: finding.streamId })}
        >
          show its {finding.streamId === undefined ? 'connection' : 'stream'} around it
        </button>
      )}
      {evidence === undefined && (
        <span class="dim">No event shows it: it is told by figures, or was not recorded.</span>
      )}
    </p>
  );
}
