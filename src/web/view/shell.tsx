/** The page: one line of state, the filter, five tabs, and what the chosen one shows. */

import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Tab } from '../state/state.ts';
import { TABS } from '../state/state.ts';
import { useApp, useGo, useSelect } from './app-context.ts';
import { ConnectionsTab } from './connection/connections-tab.tsx';
import { DetailPane } from './detail/detail-pane.tsx';
import { FileDrop } from './file-drop.tsx';
import { FilterBox } from './filter/filter-box.tsx';
import { FindingsTab } from './findings/findings-tab.tsx';
import { Help } from './help.tsx';
import { pageKeys } from './keys.ts';
import { NoticeBar } from './notice-bar.tsx';
import { OverviewTab } from './overview/overview-tab.tsx';
import { Split } from './parts/split.tsx';
import { StreamView } from './stream/stream-view.tsx';
import { StreamsTab } from './stream/streams-tab.tsx';
import { TopBar } from './top-bar.tsx';
import { WireList } from './wire/wire-list.tsx';

const CONTENTS: Readonly<Record<Tab, ComponentType>> = {
  overview: OverviewTab,
  wire: WireTab,
  streams: StreamsPage,
  connections: ConnectionsTab,
  findings: FindingsTab,
};

export function Shell() {
  const app = useApp();
  const tab = useSelect(({ place }) => place.tab);
  const Content = CONTENTS[tab];
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => pageKeys(event, app);
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [app]);
  return (
    <FileDrop>
      <TopBar />
      <NoticeBar />
      <FilterBox />
      <Tabs />
      <main class={`content content-${tab}`}>
        <div id="content" class="content-panel" role="tabpanel" aria-label={tab}>
          <Content />
        </div>
      </main>
      <Help />
    </FileDrop>
  );
}

function Tabs() {
  const go = useGo();
  const tab = useSelect(({ place }) => place.tab);
  const findings = useSelect(({ summary }) => summary.findings.length);
  const box = useRef<HTMLDivElement>(null);
  // On a narrow screen they scroll.
  useEffect(() => {
    box.current?.querySelector('.is-on')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab, findings > 0]);
  return (
    <div ref={box} class="tabs" role="tablist" aria-label="views">
      {TABS.map((each, n) => (
        <button
          key={each}
          type="button"
          role="tab"
          class={`tab ${each === tab ? 'is-on' : ''}`}
          aria-selected={each === tab}
          aria-controls="content"
          title={`key ${n + 1}`}
          onClick={() => go({ tab: each })}
        >
          {each[0]?.toUpperCase()}
          {each.slice(1)}
          {each === 'findings' && findings > 0 && <span class="tab-count">{findings}</span>}
        </button>
      ))}
    </div>
  );
}

function WireTab() {
  const { services } = useApp();
  const isOpen = useSelect(({ place }) => place.seq !== undefined);
  // Stream 0 is the connection as a whole on HTTP/2, and the first exchange on HTTP/1.1.
  const hasStream = useSelect(({ place: { seq, streamId = 0 } }) => {
    return streamId > 0 || (seq !== undefined && services.eventOf(seq)?.kind === 'http1');
  });
  const stream = hasStream ? <StreamView /> : undefined;
  const detail = <Split name="detail" as="columns" initial={55} first={<DetailPane />} second={stream} />;
  return <Split name="wire" as="rows" initial={58} first={<WireList />} second={isOpen ? detail : undefined} />;
}

function StreamsPage() {
  const isOpen = useSelect(({ place }) => place.conn !== undefined && place.streamId !== undefined);
  const stream = isOpen ? <StreamView /> : undefined;
  return <Split name="streams" as="columns" initial={60} first={<StreamsTab />} second={stream} />;
}
