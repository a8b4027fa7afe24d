/** The selected event, all of it: its fields with their meanings, its header list, its content, and what can be done with it. */

import { useMemo, useState } from 'preact/hooks';
import type { TraceEvent } from '../../../trace/event.ts';
import { whole } from '../../model/amounts.ts';
import { detailOf, streamOf } from '../../model/detail.ts';
import { payloadOf } from '../../model/message-text.ts';
import { useApp, useGo, useSelect } from '../app-context.ts';
import { Empty } from '../parts/empty.tsx';
import { CallAgainPanel } from './call-again-panel.tsx';
import { DetailTree } from './detail-tree.tsx';
import { EventHead } from './event-head.tsx';
import { FieldTable } from './field-table.tsx';
import { FindingWords } from './finding-words.tsx';
import { PayloadView } from './payload-view.tsx';

export function DetailPane() {
  const { services } = useApp();
  const seq = useSelect(({ place }) => place.seq);
  const event = useSelect(() => (seq === undefined ? undefined : services.eventOf(seq)));
  const isGone = useSelect(({ rows }) => {
    if (seq === undefined) return false;
    return services.isGone(seq) || (rows.firstSeq !== undefined && seq < rows.firstSeq);
  });
  const newest = useSelect(({ rows }) => rows.lastSeq);
  if (event !== undefined) return <EventDetail event={event} />;
  if (seq === undefined) {
    return (
      <Empty title="Nothing is selected">
        <p>Select a row: each frame is explained here, field by field.</p>
      </Empty>
    );
  }
  return isGone ? (
    <Gone seq={seq} isFile={services.source.kind === 'file'} newest={newest} />
  ) : (
    <Empty title={`Fetching event ${whole(seq)} …`} />
  );
}

interface GoneProps {
  readonly seq: number;
  readonly isFile: boolean;
  /** Of all events that are known. */
  readonly newest: number | undefined;
}

function Gone({ seq, isFile, newest }: GoneProps) {
  const go = useGo();
  const { title, why } = goneWords(seq, isFile, newest);
  return (
    <Empty title={title}>
      <p>{why}</p>
      <button type="button" class="button" onClick={() => go({ seq: undefined })}>
        close
      </button>
    </Empty>
  );
}

function goneWords(seq: number, isFile: boolean, newest: number | undefined): { title: string; why: string } {
  const event = `Event ${whole(seq)}`;
  if (isFile) {
    return {
      title: `${event} is not in the file`,
      why: 'Numbers that are left out were not recorded, or not exported.',
    };
  }
  if (newest !== undefined && seq > newest) {
    const why = `The newest is ${whole(newest)}. The link may be of another replica, or of this one before it was started anew.`;
    return { title: `${event} has not happened yet`, why };
  }
  return { title: `${event} is no longer held`, why: 'Newer events have taken its place.' };
}

function EventDetail({ event }: { event: TraceEvent }) {
  const detail = useMemo(() => detailOf(event), [event]);
  const payload = useMemo(() => payloadOf(event), [event]);
  const [againOf, setAgainOf] = useState<string | undefined>(undefined);
  const streamId = streamOf(event);
  const request = streamId === undefined || event.conn === '' ? undefined : `${event.conn} ${streamId}`;
  const isAgainOpen = request !== undefined && againOf === request;
  return (
    <section class="detail" aria-labelledby="detail-title">
      <EventHead
        event={event}
        detail={detail}
        isAgainOpen={isAgainOpen}
        toggleAgain={() => setAgainOf(isAgainOpen ? undefined : request)}
      />
      {isAgainOpen && streamId !== undefined && <CallAgainPanel key={request} conn={event.conn} streamId={streamId} />}
      {event.kind === 'finding' && <FindingWords event={event} />}
      <DetailTree nodes={detail.nodes} />
      {detail.tables.map((table) => (
        <FieldTable key={table.title} of={table} />
      ))}
      {payload !== undefined && (
        <PayloadView payload={payload} title={event.kind === 'message' ? 'message' : 'payload'} />
      )}
    </section>
  );
}
