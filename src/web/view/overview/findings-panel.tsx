import type { EventOf } from '../../../trace/event.ts';
import { timeAgo, whole } from '../../model/amounts.ts';
import { useGo } from '../app-context.ts';
import { Severity } from '../parts/severity.tsx';

/** A glance: Findings has all of them. */
const MAX_SHOWN = 6;

/** @param now milliseconds since the Unix epoch; undefined: of a recording, whose times are long ago */
export function FindingsPanel({ findings, now }: { findings: readonly EventOf<'finding'>[]; now: number | undefined }) {
  const go = useGo();
  const hidden = findings.length - MAX_SHOWN;
  return (
    <section class="panel" aria-label="Findings">
      <h3 class="panel-title">
        Findings <span class="dim">{findings.length === 0 ? '' : whole(findings.length)}</span>
      </h3>
      {findings.length === 0 && <p class="overview-note dim">Nothing found wrong so far.</p>}
      <ul class="overview-findings">
        {findings.slice(0, MAX_SHOWN).map(({ finding }) => (
          <li key={finding.id}>
            <button type="button" class="overview-finding" onClick={() => go({ tab: 'findings', finding: finding.id })}>
              <Severity of={finding.severity} />
              <span class="mono">{finding.rule}</span>
              <span class="overview-finding-title">{finding.title}</span>
              <span class="dim number">
                {finding.count > 1 && `${whole(finding.count)} ×${now === undefined ? '' : ' · '}`}
                {now !== undefined && timeAgo(finding.lastTime / 1000, now)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" class="overview-more" onClick={() => go({ tab: 'findings', finding: undefined })}>
          {whole(hidden)} more
        </button>
      )}
    </section>
  );
}
