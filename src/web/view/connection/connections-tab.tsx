import { useState } from 'preact/hooks';
import { counted, whole } from '../../model/amounts.ts';
import { isTraffic, matching, SHOWS, type Show } from '../../model/connection-rows.ts';
import type { ConnectionRow } from '../../state/state.ts';
import { useSelect } from '../app-context.ts';
import { Chips } from '../parts/chips.tsx';
import { Empty } from '../parts/empty.tsx';
import { Split } from '../parts/split.tsx';
import { ConnectionTable } from './connection-table.tsx';
import { ConnectionView } from './connection-view.tsx';

/** All connections that are known, and below them the one that is opened. */
export function ConnectionsTab() {
  const isOpened = useSelect(({ place }) => place.conn !== undefined);
  const second = isOpened ? <ConnectionView /> : undefined;
  return <Split name="connections" as="rows" initial={32} first={<Connections />} second={second} />;
}

function Connections() {
  const connections = useSelect(({ summary }) => summary.connections);
  const [show, setShow] = useState<Show>('traffic');
  if (connections.length === 0) return <NoConnections />;
  const shown = matching(connections, show);
  return (
    <section class="connections" aria-label="Connections">
      <div class="connections-bar">
        <Chips
          legend="Which connections"
          choices={SHOWS}
          chosen={show}
          choose={setShow}
          words={(each) => `${each} ${whole(matching(connections, each).length)}`}
        />
        {show !== 'all' && <AdminNote connections={connections} showAll={() => setShow('all')} />}
      </div>
      {shown.length === 0 ? <NoneShown show={show} /> : <ConnectionTable connections={shown} />}
    </section>
  );
}

/** This page has such connections itself. */
function AdminNote({ connections, showAll }: { connections: readonly ConnectionRow[]; showAll(): void }) {
  const count = connections.filter((row) => !isTraffic(row)).length;
  if (count === 0) return null;
  return (
    <span class="dim">
      {counted(count, 'connection')} to the admin port {count === 1 ? 'is' : 'are'} not shown{' '}
      <button type="button" class="button" onClick={showAll}>
        {count === 1 ? 'show it' : 'show them'}
      </button>
    </span>
  );
}

function NoneShown({ show }: { show: Show }) {
  if (show === 'traffic' || show === 'all') return <NoConnections butToAdmin />;
  return (
    <Empty title={show === 'open' ? 'No connection is open' : 'No connection has failed'}>
      <p>“traffic” shows those that {show === 'open' ? 'are closed' : 'went well'}.</p>
    </Empty>
  );
}

function NoConnections({ butToAdmin = false }: { butToAdmin?: boolean }) {
  const isFile = useSelect(({ link }) => link.is === 'file');
  if (isFile) {
    return (
      <Empty title={`This file tells of no connection${butToAdmin ? ' but to the admin port' : ''}`}>
        <p>It has no event that belongs to {butToAdmin ? 'another' : 'one'}.</p>
      </Empty>
    );
  }
  return (
    <Empty title={butToAdmin ? 'No connections yet but to the admin port' : 'No connections yet'}>
      <p>
        They appear as soon as a client connects. Try: <code class="mono">curl http://localhost:8080/</code>
      </p>
    </Empty>
  );
}
