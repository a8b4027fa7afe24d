import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { TraceEvent } from '../../../trace/event.ts';
import type { Mark } from '../../model/evidence.ts';
import type { RowText } from '../../model/row.ts';
import { allOf, type Column, rowTerms } from '../../model/row-terms.ts';
import { Severity } from '../parts/severity.tsx';
import { Side } from '../parts/side.tsx';
import { textOf } from './select.ts';

export interface RowProps {
  readonly index: number;
  readonly seq: number;
  /** Undefined while it is not known. */
  readonly event: TraceEvent | undefined;
  /** In its place. */
  readonly absence: string;
  readonly time: string;
  readonly mark: Mark | undefined;
  readonly isSelected: boolean;
  /** Of the stream that is drawn. */
  readonly isOfStream: boolean;
}

export function rowId(seq: number): string {
  return `wire-row-${seq}`;
}

/** One line. What it says is not made again until something of it changes: thousands pass by in a second. */
export function WireRow(props: RowProps) {
  const { index, seq, event, absence, time, mark, isSelected, isOfStream } = props;
  return useMemo(() => draw(props), [index, seq, event, absence, time, mark, isSelected, isOfStream]);
}

function draw({ index, seq, event, absence, time, mark, isSelected, isOfStream }: RowProps) {
  const text = event === undefined ? undefined : textOf(event);
  const tone = text === undefined ? 'absent' : text.tone;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, and names its active row.
    // biome-ignore lint/a11y/useSemanticElements: a <tr> cannot be placed, and a table lays out all of its rows at each change.
    <div
      id={rowId(seq)}
      class={`wire-row wire-${tone}${isSelected ? ' is-selected' : ''}${isOfStream ? ' is-of-stream' : ''}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-index={index}
    >
      <MarkCell mark={mark} />
      <Cell name="seq">{seq}</Cell>
      <Cell name="time">{time}</Cell>
      {event === undefined || text === undefined ? (
        <Cell name="absence">{absence}</Cell>
      ) : (
        <Known event={event} text={text} />
      )}
    </div>
  );
}

function Known({ event, text }: { event: TraceEvent; text: RowText }) {
  const { conn, streamId, side, label, length, summary, tags, severity } = text;
  return (
    <>
      <Cell name="conn">
        <Value event={event} text={text} column="conn">
          {conn}
        </Value>
      </Cell>
      <Cell name="stream">
        <Value event={event} text={text} column="stream">
          {streamId}
        </Value>
      </Cell>
      <Cell name="from">
        {side !== undefined && (
          <Value event={event} text={text} column="from">
            <Side of={side} />
          </Value>
        )}
      </Cell>
      <Cell name={side === undefined ? 'what' : `what side-${side.toLowerCase()}`}>
        <Value event={event} text={text} column="what">
          {label}
        </Value>
      </Cell>
      <Cell name="length">{length}</Cell>
      <Cell name="info">
        {severity !== undefined && <Severity of={severity} />} {summary !== '' && <span>{summary}</span>}
        {tags.length > 0 && <span class="wire-tags">{tags.join('  ')}</span>}
      </Cell>
    </>
  );
}

function Cell({ name, children }: { name: string; children?: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus.
    // biome-ignore lint/a11y/useSemanticElements: as its row.
    <span role="gridcell" class={`wire-${name}`}>
      {children}
    </span>
  );
}

/** By shape, and in words for those who point at it or hear it. */
function MarkCell({ mark }: { mark: Mark | undefined }) {
  if (mark === undefined) return <Cell name="mark" />;
  const { severity, words, isOpened } = mark;
  return (
    <Cell name={`mark severity-${severity.toLowerCase()}`}>
      <span role="img" aria-label={words} title={words}>
        {isOpened ? '█' : '▌'}
      </span>
    </Cell>
  );
}

interface ValueProps {
  readonly event: TraceEvent;
  readonly text: RowText;
  readonly column: Column;
  readonly children: ComponentChildren;
}

/**
 * A value that filters when it is clicked: parts/filterable.tsx without a component, a store's listener and a stop of the Tab key for each
 * of hundreds of cells. The list takes the click.
 */
function Value({ event, text, column, children }: ValueProps) {
  const terms = rowTerms(event, text, column);
  if (terms === undefined) return <>{children}</>;
  const shorts = terms.map(({ short }) => short);
  const words = shorts.includes(undefined) ? allOf(terms).cel : shorts.join(' ');
  return (
    <span class="filterable" data-column={column} title={`filter by ${words} (Shift: leave out)`}>
      {children}
    </span>
  );
}
