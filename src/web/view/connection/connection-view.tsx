import { missingOf } from '../../model/connection-facts.ts';
import { endingOf } from '../../model/connection-life.ts';
import type { ConnectionRow } from '../../state/state.ts';
import { useApp, useGo, useSelect } from '../app-context.ts';
import { focusOpener } from '../opener.ts';
import { Empty } from '../parts/empty.tsx';
import { Filterable } from '../parts/filterable.tsx';
import { Facts } from './facts.tsx';
import { HatchDefinition } from './hatch.tsx';
import { HeaderTables } from './header-tables.tsx';
import { Life } from './life.tsx';
import { OpenStreams } from './open-streams.tsx';
import { PingPanel } from './ping-panel.tsx';
import { SettingsTable } from './settings-table.tsx';
import { Tone } from './tone.tsx';
import { type Told, useTold } from './use-told.ts';
import { WaterfallPanel } from './waterfall-panel.tsx';
import { WindowPanel } from './window-panel.tsx';

/** The connection that the place names. */
export function ConnectionView() {
  const conn = useSelect(({ place }) => place.conn);
  if (conn !== undefined) return <Opened key={conn} conn={conn} />;
  return (
    <Empty title="No connection is opened">
      <p>Choose one in the list.</p>
    </Empty>
  );
}

function Opened({ conn }: { conn: string }) {
  const row = useSelect(({ summary }) => summary.connections.find((each) => each.conn === conn));
  const { value, error, isLoading } = useTold(conn, row?.closed === undefined);
  if (value === undefined) return isLoading ? <Loading conn={conn} /> : <Failed conn={conn} error={error ?? ''} />;
  if (value.state === undefined && value.story.eventCount === 0 && row === undefined) return <Unknown conn={conn} />;
  return (
    <article class="connection" aria-label={`connection ${conn}`}>
      <HatchDefinition />
      <Heading conn={conn} told={value} row={row} />
      {error !== undefined && <p class="connection-words error">What is shown may be old: {error}</p>}
      {missingOf({ ...value.story, isCut: value.isCut }, value.state?.summary).map((words) => (
        <p key={words} class="connection-words dim">
          {words}
        </p>
      ))}
      <Panels conn={conn} told={value} row={row} />
    </article>
  );
}

interface PartProps {
  readonly conn: string;
  readonly told: Told;
  readonly row: ConnectionRow | undefined;
}

function Heading({ conn, told: { state, story }, row }: PartProps) {
  const go = useGo();
  const { tone, text } = endingOf(story.closed ?? state?.summary.closed ?? row?.closed);
  function close(): void {
    focusOpener();
    go({ conn: undefined, streamId: undefined });
  }
  return (
    <header class="connection-heading">
      <h2 class="connection-title">
        Connection <span class="mono">{conn}</span>
      </h2>
      <Tone of={tone} text={text} />
      <Filterable term={{ short: `conn:${conn}`, cel: `conn == ${JSON.stringify(conn)}` }}>
        <span class="connection-link">its events</span>
      </Filterable>
      <button type="button" class="button connection-close" onClick={close}>
        Close
      </button>
    </header>
  );
}

function Panels({ conn, told: { state, story }, row }: PartProps) {
  const isServer = useApp().services.source.server !== undefined;
  const opened = state?.summary.opened ?? story.opened ?? row?.opened;
  const http2 = state?.http2;
  const settings =
    http2 === undefined ? story.settings : { client: http2.client.settings, server: http2.server.settings };
  const isHttp2 = !story.isHttp1 && (opened === undefined || opened.protocol === 'h2' || opened.protocol === 'h2c');
  return (
    <div class="connection-panels">
      <Facts known={{ opened, summary: state?.summary, row }} />
      <Life story={story} closed={story.closed ?? state?.summary.closed ?? row?.closed} />
      <WaterfallPanel conn={conn} waterfall={story.streams} isHttp1={story.isHttp1} />
      {isHttp2 && <WindowPanel windows={story.windows} story={story} />}
      {isHttp2 && <SettingsTable settings={settings} isWhole={http2 !== undefined || story.hasBeginning} />}
      {isHttp2 && <PingPanel pings={story.pings} />}
      {state !== undefined && state.streams.length > 0 && <OpenStreams streams={state.streams} />}
      {isHttp2 && <HeaderTables http2={http2} isServer={isServer} />}
    </div>
  );
}

function Loading({ conn }: { conn: string }) {
  return <Empty title={`Reading the events of ${conn} …`} />;
}

function Failed({ conn, error }: { conn: string; error: string }) {
  return (
    <Empty title={`Nothing could be read of ${conn}`}>
      <p>{error}</p>
    </Empty>
  );
}

function Unknown({ conn }: { conn: string }) {
  const go = useGo();
  return (
    <Empty title={`There is no connection ${conn}`}>
      <p>It may be of another server, or older than all that is held. The list has those that are known.</p>
      <button type="button" class="button" onClick={() => go({ conn: undefined, streamId: undefined })}>
        close
      </button>
    </Empty>
  );
}
