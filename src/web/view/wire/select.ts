import type { TraceEvent } from '../../../trace/event.ts';
import { drawnStream, type RowText, rowText } from '../../model/row.ts';
import { indexOf, seqAt } from '../../state/row-access.ts';
import type { Place, Rows } from '../../state/state.ts';
import type { App } from '../app-context.ts';

/** Texts of events that are drawn again and again. */
const texts = new WeakMap<TraceEvent, RowText>();

export function textOf(event: TraceEvent): RowText {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const text = rowText(event);
  texts.set(event, text);
  return text;
}

/** Selects a row, and its stream as far as the event is known: the list no longer follows, so that the row stays in sight. */
export function select({ store, services }: App, seq: number): void {
  if (store.state.isFollowing) store.dispatch({ type: 'followed', on: false });
  const event = services.eventOf(seq);
  const place = event === undefined ? { conn: undefined, streamId: undefined } : streamOf(event);
  store.dispatch({ type: 'go', place: { seq, ...place } });
}

export function streamOf(event: TraceEvent): Pick<Place, 'conn' | 'streamId'> {
  const conn = event.conn === '' ? undefined : event.conn;
  return { conn, streamId: conn === undefined ? undefined : drawnStream(textOf(event)) };
}

/** Of the row that is nearest to an event. */
export function nearestSeq(rows: Rows, seq: number): number | undefined {
  const index = indexOf(rows, seq);
  return index === undefined ? undefined : seqAt(rows, index);
}
