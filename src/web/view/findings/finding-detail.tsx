import type { EventOf } from '../../../trace/event.ts';
import { adviceGroups } from '../../model/advice.ts';
import { instant, timeAgo, whole } from '../../model/amounts.ts';
import { pieces } from '../../model/measured.ts';
import { specLink } from '../../model/spec-link.ts';
import { useApp } from '../app-context.ts';
import { Filterable } from '../parts/filterable.tsx';
import { Severity } from '../parts/severity.tsx';
import { Evidence } from './evidence.tsx';

export interface FindingDetailProps {
  readonly event: EventOf<'finding'>;
  readonly now: number | undefined;
}

/** What happened, who did it, what to change, and where that is written. */
export function FindingDetail({ event, now }: FindingDetailProps) {
  const { finding } = event;
  return (
    <article class="finding" aria-labelledby="finding-title">
      <h2 id="finding-title" class="finding-title">
        <Severity of={finding.severity} /> <span class="mono">{finding.rule}</span> {finding.title}
      </h2>
      <p class="dim">
        {finding.count === 1 ? 'Seen once' : `Seen ${whole(finding.count)} times`}
        {finding.count > 1 && (
          <>
            , first <When time={finding.firstTime} now={now} />, last
          </>
        )}{' '}
        <When time={finding.lastTime} now={now} />
        <Where event={event} />
      </p>
      <Explanation text={finding.explanation} />
      <Evidence event={event} />
      <Advice text={finding.advice} />
      <Sources spec={finding.spec} />
      <Hint rule={finding.rule} />
    </article>
  );
}

function When({ time, now }: { time: number; now: number | undefined }) {
  const iso = instant(time);
  if (iso === undefined) return <>at a time that is not known</>;
  return (
    <time class="mono" dateTime={iso} title={iso}>
      {iso.slice(11, 23)} UTC{now === undefined ? '' : ` (${timeAgo(time / 1000, now)})`}
    </time>
  );
}

function Where({ event: { conn, finding } }: { event: EventOf<'finding'> }) {
  if (conn === '') return null;
  return (
    <>
      {', on '}
      <Filterable term={{ short: `conn:${conn}`, cel: `conn == ${JSON.stringify(conn)}` }}>
        <span class="mono">{conn}</span>
      </Filterable>
      {finding.streamId !== undefined && <span class="mono"> stream {finding.streamId}</span>}
    </>
  );
}

function Explanation({ text }: { text: string }) {
  return (
    <p class="finding-explanation">
      {pieces(text).map((piece, n) => (piece.isMeasured ? <strong key={n}>{piece.text}</strong> : piece.text))}
    </p>
  );
}

function Advice({ text }: { text: string }) {
  return (
    <div class="finding-advice">
      {adviceGroups(text).map(({ title, lines }) => (
        <section key={title} class="panel">
          <h3 class="panel-title">{title}</h3>
          <ul>
            {lines.map((line, n) => (
              <li key={n}>
                <span class="finding-tool">
                  {[toolWho(line.who), line.tool].filter((word) => word !== undefined).join(', ')}
                </span>{' '}
                {line.text}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** What the title of the group does not say. */
function toolWho(who: string | undefined): string | undefined {
  return who === 'client' || who === 'server' ? undefined : who;
}

function Sources({ spec }: { spec: readonly string[] }) {
  if (spec.length === 0) return null;
  return (
    <p>
      Written in{' '}
      {spec.map(specLink).map(({ text, href }, n) => (
        <span key={text}>
          {n > 0 && ' · '}
          {href === undefined ? (
            text
          ) : (
            <a href={href} target="_blank" rel="noreferrer noopener">
              {text}
            </a>
          )}
        </span>
      ))}
    </p>
  );
}

function Hint({ rule }: { rule: string }) {
  const { controls } = useApp();
  const command = `sre-test-server explain ${rule}`;
  return (
    <p class="dim">
      All about this rule, with an example and how to reproduce it: <code class="mono">{command}</code>{' '}
      <button type="button" class="button" onClick={() => void controls.copy(command, 'the command')}>
        copy
      </button>
    </p>
  );
}
