import type { TraceEvent } from '../../../trace/event.ts';
import { instant } from '../../model/amounts.ts';
import { streamOf } from '../../model/detail.ts';
import { copiesOf } from '../../model/detail-copy.ts';
import type { Detail } from '../../model/detail-node.ts';
import { connTerm, short } from '../../model/detail-term.ts';
import { useApp, useGo } from '../app-context.ts';
import { Filterable } from '../parts/filterable.tsx';
import { Side } from '../parts/side.tsx';
import { SpecRef } from './spec-ref.tsx';

export interface EventHeadProps {
  readonly event: TraceEvent;
  readonly detail: Detail;
  readonly isAgainOpen: boolean;
  readonly toggleAgain: () => void;
}

/** What it is, who did it and when, and what can be done with it. */
export function EventHead({ event, detail, isAgainOpen, toggleAgain }: EventHeadProps) {
  return (
    <header class="detail-head">
      <h2 id="detail-title" class="detail-title">
        {detail.title} {detail.spec !== undefined && <SpecRef spec={detail.spec} />}
      </h2>
      <p class="detail-when mono">
        {detail.from !== undefined && <Side of={detail.from} />}
        <span title="since its connection opened">+{event.offsetMs.toFixed(3)} ms</span>
        <Clock time={event.time} />
        <Whose event={event} />
      </p>
      <Actions event={event} isAgainOpen={isAgainOpen} toggleAgain={toggleAgain} />
    </header>
  );
}

function Clock({ time }: { time: number }) {
  const iso = instant(time);
  if (iso === undefined) return null;
  return (
    <time dateTime={iso} title={iso}>
      {iso.slice(11, -1)} UTC
    </time>
  );
}

function Whose({ event }: { event: TraceEvent }) {
  const conn = connTerm(event.conn);
  const streamId = streamOf(event);
  const stream = streamId === undefined ? undefined : short(`stream:${streamId}`);
  return (
    <>
      {conn !== undefined && (
        <span>
          conn <Filterable term={conn}>{event.conn}</Filterable>
        </span>
      )}
      {stream !== undefined && (
        <span>
          {event.kind === 'http1' ? 'request' : 'stream'} <Filterable term={stream}>{streamId}</Filterable>
        </span>
      )}
    </>
  );
}

function Actions({ event, isAgainOpen, toggleAgain }: Omit<EventHeadProps, 'detail'>) {
  const { controls } = useApp();
  const go = useGo();
  const { conn } = event;
  const streamId = streamOf(event);
  const isOfRequest = streamId !== undefined && conn !== '';
  return (
    <div class="detail-actions">
      <span class="dim">copy</span>
      {copiesOf(event).map(({ label, what, text }) => (
        <button key={label} type="button" class="button" title={what} onClick={() => void controls.copy(text(), what)}>
          {label}
        </button>
      ))}
      {isOfRequest && (
        <button
          type="button"
          class={`button ${isAgainOpen ? 'is-on' : ''}`}
          aria-expanded={isAgainOpen}
          onClick={toggleAgain}
        >
          call again
        </button>
      )}
      {isOfRequest && streamId > 0 && event.kind !== 'http1' && (
        <button type="button" class="button" onClick={() => go({ conn, streamId })}>
          show the stream
        </button>
      )}
      <button
        type="button"
        class="button detail-close"
        aria-label="close the details"
        onClick={() => go({ seq: undefined })}
      >
        ×
      </button>
    </div>
  );
}
