import { timeOfDay } from '../../../formats/time.ts';
import { type Call, type Column, type Sort, sortedBy } from '../../model/stream-table.ts';
import type { Waterfall } from '../../model/stream-table-bars.ts';
import { useGo, useSelect } from '../app-context.ts';
import { CallRow } from './call-row.tsx';

interface CallTableProps {
  readonly calls: readonly Call[];
  readonly waterfall: Waterfall;
  readonly sort: Sort;
  changeSort(sort: Sort): void;
}

const COLUMNS: readonly { readonly column: Column; readonly isNumber?: boolean }[] = [
  { column: 'time' },
  { column: 'stream' },
  { column: 'method' },
  { column: 'outcome' },
  { column: 'origin' },
  { column: 'duration', isNumber: true },
  { column: 'first byte', isNumber: true },
  { column: 'messages', isNumber: true },
  { column: 'bytes', isNumber: true },
];

/** Messages and bytes of both sides. */
const BOTH_WAYS: readonly Column[] = ['messages', 'bytes'];

export function CallTable({ calls, waterfall, sort, changeSort }: CallTableProps) {
  const go = useGo();
  const selected = useSelect(({ place }) => `${place.conn}/${place.streamId}`);
  return (
    <table class="table streams-table">
      <thead>
        <tr>
          {COLUMNS.map(({ column, isNumber = false }) => (
            <th
              key={column}
              scope="col"
              class={`${isNumber ? 'number' : ''} streams-${column.replace(' ', '-')}`}
              aria-sort={sort.column !== column ? 'none' : sort.isDescending ? 'descending' : 'ascending'}
            >
              <button type="button" class="filterable" onClick={() => changeSort(sortedBy(sort, column))}>
                {column}
                {BOTH_WAYS.includes(column) && ' ⇄'}
                <span aria-hidden="true">{sort.column !== column ? '' : sort.isDescending ? ' ▾' : ' ▴'}</span>
              </button>
            </th>
          ))}
          <AxisHeader waterfall={waterfall} />
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <CallRow
            key={call.key}
            call={call}
            waterfall={waterfall}
            isSelected={call.key === selected}
            select={() => go({ conn: call.conn, streamId: call.streamId })}
          />
        ))}
      </tbody>
    </table>
  );
}

/** The last tick is left out where its words would not fit before the edge. */
const LAST_SHARE = 0.9;

function AxisHeader({ waterfall: { axis, startTime } }: { waterfall: Waterfall }) {
  const from = startTime === undefined ? 'when each began' : timeOfDay(startTime);
  return (
    <th scope="col" class="streams-waterfall" title={`0 is ${from}; open calls go on beyond the edge`}>
      <span class="visually-hidden">time line, from {from}</span>
      <span class="streams-axis" aria-hidden="true">
        {axis.ticks
          .filter(({ share }) => share < LAST_SHARE)
          .map(({ atMs, share, label }) => (
            <span key={atMs} class="streams-tick" style={{ left: `${share * 100}%` }}>
              {label}
            </span>
          ))}
      </span>
    </th>
  );
}
