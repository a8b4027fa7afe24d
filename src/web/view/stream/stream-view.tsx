import { useEffect, useMemo, useState } from 'preact/hooks';
import { streamStory } from '../../model/stream-story.ts';
import { useAnswer, useApp, useGo, useSelect } from '../app-context.ts';
import { focusOpener } from '../opener.ts';
import { Empty } from '../parts/empty.tsx';
import { SequenceDiagram } from './sequence-diagram.tsx';
import { StepTable } from './step-table.tsx';
import { StreamFindings } from './stream-findings.tsx';
import { Verdict } from './verdict.tsx';

/** The newest so many events of a stream: a story shows 400 steps of them, and each is fetched again while it is open. */
const MAX_EVENTS = 2000;

/** While a stream is open. */
const REFRESH_MS = 2000;

/** One stream, as the two sides tell it to each other: the one that is selected. */
export function StreamView() {
  const conn = useSelect(({ place }) => place.conn);
  const streamId = useSelect(({ place }) => place.streamId);
  if (conn === undefined || streamId === undefined) {
    return (
      <Empty title="No stream is selected">
        <p>Select a call, or a row of a stream: what its two sides said is drawn here.</p>
      </Empty>
    );
  }
  return <OneStream key={`${conn}/${streamId}`} conn={conn} streamId={streamId} />;
}

function OneStream({ conn, streamId }: { conn: string; streamId: number }) {
  const { source } = useApp().services;
  const known = useSelect(({ summary }) => summary.findings);
  const [isOver, setOver] = useState(false);
  const [isTable, setTable] = useState(false);
  const { value, error, isLoading } = useAnswer(
    `${source.kind} ${source.name} ${conn}/${streamId}`,
    (signal) => source.ofStream(conn, streamId, MAX_EVENTS, signal),
    source.kind === 'server' && !isOver ? REFRESH_MS : undefined,
  );
  const story = useMemo(() => streamStory(value ?? [], known), [value, known]);
  useEffect(() => setOver(story.isOver), [story.isOver]);

  return (
    <section class="stream" aria-label={`Stream ${conn}/${streamId}`}>
      <StreamTitle conn={conn} streamId={streamId} title={story.title} />
      {error !== undefined && <p class="stream-note error">The stream as it is now could not be read: {error}</p>}
      {story.steps.length === 0 ? (
        <NoSteps isLoading={isLoading} hasFailed={error !== undefined} />
      ) : (
        <>
          <Verdict story={story} isAll={(value ?? []).length < MAX_EVENTS} />
          <div class="stream-bar">
            <button
              type="button"
              class={`button ${isTable ? 'is-on' : ''}`}
              aria-pressed={isTable}
              onClick={() => setTable(!isTable)}
            >
              as a table
            </button>
            <span class="dim">times in ms, since the first event that is held</span>
          </div>
          {isTable ? <StepTable story={story} /> : <SequenceDiagram story={story} name={`${conn}/${streamId}`} />}
          <StreamFindings findings={story.findings} />
        </>
      )}
    </section>
  );
}

function StreamTitle({ conn, streamId, title }: { conn: string; streamId: number; title: string }) {
  const go = useGo();
  function close(): void {
    focusOpener();
    go({ streamId: undefined });
  }
  return (
    <header class="stream-head">
      <h2 class="stream-title">
        stream {conn}/{streamId}{' '}
        <span class="mono" title={title}>
          {title}
        </span>
      </h2>
      <button
        type="button"
        class="button"
        title="show its events in the list"
        onClick={() => go({ tab: 'wire', filter: `conn:${conn} stream:${streamId}` })}
      >
        in the list
      </button>
      <button type="button" class="button" aria-label="close the stream" onClick={close}>
        ×
      </button>
    </header>
  );
}

function NoSteps({ isLoading, hasFailed }: { isLoading: boolean; hasFailed: boolean }) {
  if (isLoading) return <Empty title="Reading the stream …" />;
  return (
    <Empty title={hasFailed ? 'The stream could not be read' : 'Nothing of this stream is held'}>
      <p>
        {hasFailed
          ? 'Why is said above. A server is asked again every two seconds.'
          : 'Newer events have overwritten it, or it was not recorded. A larger --ring-bytes keeps more.'}
      </p>
    </Empty>
  );
}
