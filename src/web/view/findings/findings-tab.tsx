/** What the diagnosis has found: a list by cause, and the one that is opened with its numbers, advice and sources. */

import { useState } from 'preact/hooks';
import { whole } from '../../model/amounts.ts';
import { useAnswer, useApp, useSelect } from '../app-context.ts';
import { Chips } from '../parts/chips.tsx';
import { Empty } from '../parts/empty.tsx';
import { useClock } from '../use-clock.ts';
import { FindingDetail } from './finding-detail.tsx';
import { FindingList } from './finding-list.tsx';
import { NARROWINGS, type Narrowing, narrowed } from './narrowing.ts';

export function FindingsTab() {
  const { source } = useApp().services;
  const findings = useSelect(({ summary }) => summary.findings);
  const opened = useSelect(({ place }) => place.finding);
  const [narrowing, setNarrowing] = useState<Narrowing>('all');
  const asked = useAnswer(`clock ${source.kind} ${source.name}`, async (signal) => source.server?.env(signal));
  const clock = useClock(asked.value?.atMs);
  const now = source.kind === 'file' ? undefined : clock;
  if (findings.length === 0 && opened === undefined) return <NothingFound isFile={source.kind === 'file'} />;
  const event = findings.find(({ finding }) => finding.id === opened);
  return (
    <section class="findings" aria-label="Findings">
      <div class="findings-side">
        <div class="findings-bar">
          <Chips
            legend="Severity"
            choices={NARROWINGS.map(({ name }) => name)}
            chosen={narrowing}
            choose={setNarrowing}
            words={(each) => `${wordsOf(each)} ${whole(narrowed(findings, each).length)}`}
          />
        </div>
        <FindingList findings={narrowed(findings, narrowing)} opened={opened} now={now} />
      </div>
      <div class="findings-opened">
        {event === undefined ? (
          <NoneOpened id={opened} />
        ) : (
          <FindingDetail key={event.finding.id} event={event} now={now} />
        )}
      </div>
    </section>
  );
}

function wordsOf(narrowing: Narrowing): string {
  return NARROWINGS.find(({ name }) => name === narrowing)?.words ?? narrowing;
}

function NothingFound({ isFile }: { isFile: boolean }) {
  return (
    <Empty title={isFile ? 'Nothing was found wrong in this recording' : 'Nothing found wrong so far'}>
      <p>
        {isFile ? 'It has no findings.' : 'Findings appear here as soon as a rule sees something.'}{' '}
        <code>docs/diagnosis.md</code> lists the rules.
      </p>
    </Empty>
  );
}

function NoneOpened({ id }: { id: string | undefined }) {
  if (id === undefined) return <Empty title="Open a finding to see what happened, who did it, and what to change" />;
  return (
    <Empty title={`There is no finding ${id}`}>
      <p>It may be of another run of the server, or of another replica.</p>
    </Empty>
  );
}
