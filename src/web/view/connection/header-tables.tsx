import { printable, printableBytes } from '../../../formats/escape.ts';
import { printableValue, REDACTED } from '../../../formats/header-value.ts';
import { cut } from '../../../formats/text.ts';
import type { HeaderTableEntry, Http2SideState, Http2State } from '../../../trace/connection-state.ts';
import { counted, whole } from '../../model/amounts.ts';
import { Panel } from './panel.tsx';

/** Tables of 4,096 bytes have some 60; a side may announce far larger ones. */
const MAX_ENTRIES = 200;

/** A value may be as long as the table. */
const MAX_VALUE_CHARS = 500;

interface TablesProps {
  readonly http2: Http2State | undefined;
  readonly isServer: boolean;
}

/** The HPACK dynamic tables of both senders, RFC 7541 §2.3.2, as they are now. */
export function HeaderTables({ http2, isServer }: TablesProps) {
  if (http2 === undefined) {
    const why = isServer ? 'They are gone with the connection.' : 'HPACK tables are known to a running server only.';
    return (
      <Panel title="HPACK tables">
        <p class="connection-words dim">{why}</p>
      </Panel>
    );
  }
  return (
    <Panel title="HPACK tables" note="what later header blocks may refer to by a number">
      <Table name="client" side={http2.client} />
      <Table name="server" side={http2.server} />
    </Panel>
  );
}

function Table({ name, side: { headerTable, lost } }: { name: 'client' | 'server'; side: Http2SideState }) {
  const { size, maxSize, entries } = headerTable;
  const shown = entries.slice(0, MAX_ENTRIES);
  const left = entries.length - shown.length;
  return (
    <details class="connection-details">
      <summary>
        <span class={`side-${name}`}>{name}</span>{' '}
        {entries.length === 1 ? '1 entry' : `${whole(entries.length)} entries`}, {whole(size)} of {whole(maxSize)} bytes
      </summary>
      {lost !== undefined && <p class="connection-words error">It can no longer be followed: {printable(lost)}</p>}
      <div class="connection-scroll">
        <table class="table">
          <thead>
            <tr>
              <th scope="col" class="number">
                index
              </th>
              <th scope="col">name</th>
              <th scope="col">value</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((entry) => (
              <Entry key={entry.index} entry={entry} />
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 && <p class="connection-words dim">{counted(left, 'older entry', 'older entries')} not shown.</p>}
    </details>
  );
}

function Entry({ entry }: { entry: HeaderTableEntry }) {
  const { index, name, redacted } = entry;
  return (
    <tr>
      <td class="number mono">{index}</td>
      <td class="mono">{cut(printableBytes(name), MAX_VALUE_CHARS)}</td>
      <td class="connection-value mono">
        {redacted ? <span class="dim">{REDACTED}</span> : cut(printableValue(entry), MAX_VALUE_CHARS)}
      </td>
    </tr>
  );
}
