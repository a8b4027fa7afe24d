import type { StreamStory } from '../../model/stream-story.ts';
import { useGo } from '../app-context.ts';
import { Severity } from '../parts/severity.tsx';

/** The worst of them; the rest is in Findings. */
const MAX_FINDINGS = 20;

export function StreamFindings({ findings }: { findings: StreamStory['findings'] }) {
  const go = useGo();
  if (findings.length === 0) return <p class="stream-note dim">Nothing was found wrong with this stream.</p>;
  const left = findings.length - MAX_FINDINGS;
  return (
    <section class="stream-findings" aria-label="Findings of this stream">
      <h3 class="panel-title">Findings of this stream</h3>
      <ul>
        {findings.slice(0, MAX_FINDINGS).map(({ finding: { id, severity, title, rule, count } }) => (
          <li key={id}>
            <Severity of={severity} />{' '}
            <button type="button" class="filterable" onClick={() => go({ tab: 'findings', finding: id })}>
              {title}
            </button>{' '}
            <span class="dim">
              {rule}
              {count > 1 && ` · seen ${count} times`}
            </span>
          </li>
        ))}
      </ul>
      {left > 0 && <p class="stream-note dim">… and {left} more in Findings.</p>}
    </section>
  );
}
