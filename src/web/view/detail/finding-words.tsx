import type { EventOf } from '../../../trace/event.ts';
import { adviceGroups } from '../../model/advice.ts';
import { whole } from '../../model/amounts.ts';
import { evidenceOf } from '../../model/finding-terms.ts';
import { useGo } from '../app-context.ts';
import { Severity } from '../parts/severity.tsx';
import { LongText } from './long-text.tsx';
import { SpecRef } from './spec-ref.tsx';

/** What was found, what to change and on which side, and the events that show it. */
export function FindingWords({ event }: { event: EventOf<'finding'> }) {
  const { severity, title, explanation, advice, spec } = event.finding;
  return (
    <div class="detail-finding">
      <p class="detail-finding-title">
        <Severity of={severity} /> {title}
      </p>
      <p>
        <LongText text={explanation} />
      </p>
      <Evidence event={event} />
      {adviceGroups(advice).map((group) => (
        <section key={group.title}>
          <h3 class="detail-subtitle">{group.title}</h3>
          <ul class="detail-advice">
            {group.lines.map(({ who, tool, text }, n) => (
              <li key={n}>
                {who !== undefined && <strong>{[who, tool].filter((word) => word !== undefined).join(', ')}: </strong>}
                {text}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {spec.length > 0 && (
        <p class="detail-sources">
          Written in{' '}
          {spec.map((each) => (
            <SpecRef key={each} spec={each} />
          ))}
        </p>
      )}
    </div>
  );
}

function Evidence({ event }: { event: EventOf<'finding'> }) {
  const go = useGo();
  const seqs = evidenceOf(event);
  const left = event.finding.evidence.length - seqs.length;
  if (seqs.length === 0) return <p class="dim">No event shows it: it is told by figures, or was not recorded.</p>;
  return (
    <p class="detail-evidence">
      Shown by{' '}
      {seqs.map((seq) => (
        <button key={seq} type="button" class="detail-link mono" onClick={() => go({ seq })}>
          {whole(seq)}
        </button>
      ))}
      {left > 0 && <span class="dim">and {whole(left)} more</span>}
    </p>
  );
}
