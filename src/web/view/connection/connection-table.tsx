import { useState } from 'preact/hooks';
import { hostPort } from '../../../formats/address.ts';
import { bytes, counted, whole } from '../../model/amounts.ts';
import { endingOf } from '../../model/connection-life.ts';
import {
  FIRST_SORTING,
  protocolText,
  type Sorting,
  type SortKey,
  shownRows,
  sortedBy,
} from '../../model/connection-rows.ts';
import { ageText } from '../../model/connection-words.ts';
import type { ConnectionRow } from '../../state/state.ts';
import { useGo, useSelect } from '../app-context.ts';
import { useInSight } from '../use-in-sight.ts';
import { Tone } from './tone.tsx';

interface Column {
  readonly key: SortKey;
  readonly title: string;
  readonly isNumber?: boolean;
  readonly side?: 'client' | 'server';
}

const COLUMNS: readonly Column[] = [
  { key: 'conn', title: 'conn' },
  { key: 'peer', title: 'peer' },
  { key: 'listener', title: 'listener' },
  { key: 'protocol', title: 'protocol, TLS' },
  { key: 'age', title: 'age', isNumber: true },
  { key: 'idle', title: 'idle', isNumber: true },
  { key: 'streams', title: 'streams open / done', isNumber: true },
  { key: 'client', title: 'from client', isNumber: true, side: 'client' },
  { key: 'server', title: 'from server', isNumber: true, side: 'server' },
  { key: 'end', title: 'ended' },
];

/** One row a connection, open ones first. */
export function ConnectionTable({ connections }: { connections: readonly ConnectionRow[] }) {
  const [sorting, setSorting] = useState<Sorting>(FIRST_SORTING);
  const selected = useSelect(({ place }) => place.conn);
  const { rows, leftOut } = shownRows(connections, sorting, selected);
  const open = connections.filter(({ closed }) => closed === undefined).length;
  return (
    <>
      <table class="table connections-table">
        <caption class="visually-hidden">
          {counted(connections.length, 'connection')}, {whole(open)} of them open
        </caption>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <Header key={column.key} column={column} sorting={sorting} onSort={setSorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.conn} row={row} isSelected={row.conn === selected} />
          ))}
        </tbody>
      </table>
      {leftOut > 0 && (
        <p class="connections-more dim">
          {counted(leftOut, 'connection')} more are known and not shown: sort by another column, or filter by one.
        </p>
      )}
    </>
  );
}

interface HeaderProps {
  readonly column: Column;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
}

function Header({ column: { key, title, isNumber = false, side }, sorting, onSort }: HeaderProps) {
  const isSorted = sorting.by === key;
  return (
    <th
      scope="col"
      class={isNumber ? 'number' : undefined}
      aria-sort={isSorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        class={`connections-sort ${side === undefined ? '' : `side-${side}`}`}
        onClick={() => onSort(sortedBy(sorting, key))}
      >
        {title}
        <span aria-hidden="true">{isSorted ? (sorting.descending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

function Row({ row, isSelected }: { row: ConnectionRow; isSelected: boolean }) {
  const go = useGo();
  const line = useInSight<HTMLTableRowElement>(isSelected);
  const { conn, opened, openStreams, streams, idleMs, closed } = row;
  const { tone, text } = endingOf(closed);
  return (
    <tr ref={line} class={isSelected ? 'connections-row is-selected' : 'connections-row'}>
      <td class="mono">
        <button
          type="button"
          class="connections-open"
          aria-expanded={isSelected}
          onClick={() => go({ conn: isSelected ? undefined : conn, streamId: undefined })}
        >
          {conn}
        </button>
      </td>
      <td class="mono">{opened === undefined ? <span class="dim">not known</span> : hostPort(opened.peer)}</td>
      <td>{opened?.listener ?? ''}</td>
      <td>{protocolText(row)}</td>
      <td class="number">{ageText(row.ageMs)}</td>
      <td class="number">{idleMs === undefined ? '' : ageText(idleMs)}</td>
      <td class="number">
        {whole(openStreams)} / {whole(Math.max(0, streams - openStreams))}
      </td>
      <td class="number">{bytes(row.clientBytes)}</td>
      <td class="number">{bytes(row.serverBytes)}</td>
      <td>
        <Tone of={tone} text={text} />
      </td>
    </tr>
  );
}
