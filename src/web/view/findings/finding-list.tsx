import type { EventOf } from '../../../trace/event.ts';
import { instant, timeAgo, whole } from '../../model/amounts.ts';
import { useGo } from '../app-context.ts';
import { Severity } from '../parts/severity.tsx';

/** As many causes at a time are a storm: the newest of them tell it. */
const MAX_SHOWN = 500;

export interface FindingListProps {
  readonly findings: readonly EventOf<'finding'>[];
  /** The id of the one that is opened. */
  readonly opened: string | undefined;
  /** Milliseconds since the Unix epoch; undefined: of a recording. */
  readonly now: number | undefined;
}

/** A line for each cause, the one seen last first. */
export function FindingList({ findings, opened, now }: FindingListProps) {
  if (findings.length === 0) return <p class="findings-note dim">None of this severity.</p>;
  return (
    <>
      <ul class="findings-list">
        {findings.slice(0, MAX_SHOWN).map(({ finding }) => (
          <Line key={finding.id} finding={finding} isOpened={finding.id === opened} now={now} />
        ))}
      </ul>
      {findings.length > MAX_SHOWN && (
        <p class="findings-note dim">{whole(findings.length - MAX_SHOWN)} older ones are not shown.</p>
      )}
    </>
  );
}

interface LineProps extends Pick<EventOf<'finding'>, 'finding'> {
  readonly isOpened: boolean;
  readonly now: number | undefined;
}

function Line({ finding, isOpened, now }: LineProps) {
  const go = useGo();
  return (
    <li>
      <button
        type="button"
        class={isOpened ? 'findings-line is-opened' : 'findings-line'}
        aria-current={isOpened}
        onClick={() => go({ finding: isOpened ? undefined : finding.id })}
      >
        <Severity of={finding.severity} />
        <span class="mono">{finding.rule}</span>
        <span class="findings-title">{finding.title}</span>
        <span class="findings-when dim">
          {finding.count > 1 && `${whole(finding.count)} times, `}
          {seenWords(finding, now)}
        </span>
      </button>
    </li>
  );
}

/** When it was seen first and last, in words; of a recording as times. */
function seenWords({ count, firstTime, lastTime }: EventOf<'finding'>['finding'], now: number | undefined): string {
  const words = (time: number) =>
    now === undefined ? (instant(time)?.slice(11, 19) ?? '') : timeAgo(time / 1000, now);
  const [first, last] = [words(firstTime), words(lastTime)];
  return count > 1 && first !== last ? `first ${first}, last ${last}` : last;
}
