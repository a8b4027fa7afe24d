import type { FieldRow, FieldTable as Table } from '../../model/detail-node.ts';
import { FilterBy } from './filter-by.tsx';
import { LongText } from './long-text.tsx';
import { SpecRef } from './spec-ref.tsx';

/** Header fields: on HTTP/2 with how HPACK carried each. */
export function FieldTable({ of: { title, rows, cut } }: { of: Table }) {
  const hasHpack = rows.some(({ representation }) => representation !== undefined);
  if (rows.length === 0) return <p class="dim">{title}: none</p>;
  return (
    <div class="detail-scroll">
      <table class="table detail-fields">
        <caption class="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">name</th>
            <th scope="col">value</th>
            {hasHpack && <th scope="col">sent as</th>}
            {hasHpack && <th scope="col">index</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, n) => (
            <Row key={n} of={row} hasHpack={hasHpack} />
          ))}
        </tbody>
        {cut !== undefined && (
          <tfoot>
            <tr>
              <td colSpan={hasHpack ? 4 : 2} class="severity-warning">
                {cut}
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

function Row({ of, hasHpack }: { of: FieldRow; hasHpack: boolean }) {
  return (
    <tr>
      <th scope="row" class="mono">
        {of.name}
      </th>
      <ValueCell of={of} />
      {hasHpack && (
        <td class="detail-how" title={of.representationSpec}>
          {of.representation}
        </td>
      )}
      {hasHpack && <td class="detail-how">{of.index}</td>}
    </tr>
  );
}

function ValueCell({ of: { value, redacted, meaning, spec, term, tone } }: { of: FieldRow }) {
  return (
    <td class="detail-field">
      {redacted === undefined ? (
        <span class={`detail-value mono ${tone === 'error' ? 'error' : tone === 'good' ? 'good' : ''}`}>
          <LongText text={value} />
        </span>
      ) : (
        <span>
          <em>{value}</em>: {redacted}
        </span>
      )}{' '}
      <FilterBy term={term} />
      {(meaning !== undefined || spec !== undefined) && (
        <div class="detail-meaning">
          {meaning} {spec !== undefined && <SpecRef spec={spec} />}
        </div>
      )}
    </td>
  );
}
