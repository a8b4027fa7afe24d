/** The edge of the page: the only file that touches `window`. */

import { render } from 'preact';
import { keepAddress } from './app/address.ts';
import { createControls } from './app/controls.ts';
import { leftOutWords } from './app/left-out.ts';
import { createSession, type Session } from './app/session.ts';
import type { FileSource } from './source/file-source.ts';
import { createServerSource, type ServerSource } from './source/server-source.ts';
import { initialState } from './state/initial.ts';
import { placeOf } from './state/place.ts';
import { reduce } from './state/reduce.ts';
import { createStore } from './state/store.ts';
import { AppProvider } from './view/app-context.ts';
import { remember, remembered } from './view/remembered.ts';
import { Shell } from './view/shell.tsx';

/** The page may be behind a prefix. */
const base = new URL('.', location.href).href;
const server = createServerSource({ base, fetch: fetch.bind(globalThis), name: location.host });
const store = createStore(reduce, initialState(placeOf(location.hash)));
recall();
let session: Session = sessionOf(server);
/** Of the file that is being read. What is asked for last is what is shown. */
let reading = new AbortController();
/** As this page has kept them. Another page may keep others: it is no reason to keep these again. */
let { theme: keptTheme, recentFilters: keptFilters } = store.state;

const controls = createControls({
  store,
  server: () => session.services.source.server,
  async showFile(file) {
    reading.abort(new Error('something else was opened meanwhile'));
    reading = new AbortController();
    const { signal } = reading;
    const { openNdjson } = await import('./source/file-source.ts');
    const source = await openNdjson(file.name, file, { signal });
    signal.throwIfAborted();
    show(source);
    return leftOutWords(source);
  },
  showServer() {
    reading.abort(new Error('the server is shown'));
    show(server);
  },
  download(path) {
    const link = document.createElement('a');
    link.href = path;
    link.download = '';
    link.click();
  },
  writeText,
});

keepAddress(store, {
  hash: () => location.hash,
  push: (hash) => history.pushState(null, '', hash),
  replace: (hash) => history.replaceState(null, '', hash),
  onMoved: (moved) => addEventListener('popstate', moved),
});
store.subscribe(keep);
keep();
draw();

function show(source: ServerSource | FileSource): void {
  session.close();
  store.dispatch({ type: 'sourceChanged' });
  session = sessionOf(source);
  draw();
}

function sessionOf(source: ServerSource | FileSource): Session {
  return createSession({ store, source, soon });
}

function draw(): void {
  const root = document.getElementById('app');
  if (root === null) throw new Error('index.html has no #app');
  const app = { store, services: session.services, controls };
  render(
    <AppProvider value={app}>
      <Shell />
    </AppProvider>,
    root,
  );
}

/** With the next picture; a page that is not seen has none, and its events must go on all the same. */
function soon(work: () => void): void {
  let isDone = false;
  const once = () => {
    if (isDone) return;
    isDone = true;
    work();
  };
  requestAnimationFrame(once);
  setTimeout(once, 250);
}

function recall(): void {
  const theme = remembered('theme');
  if (theme === 'light' || theme === 'dark') store.dispatch({ type: 'themed', theme });
  store.dispatch({ type: 'filtersRemembered', filters: (remembered('filters') ?? '').split('\n') });
}

function keep(): void {
  const { theme, recentFilters } = store.state;
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  if (theme !== keptTheme) remember('theme', theme);
  if (recentFilters !== keptFilters) remember('filters', recentFilters.join('\n'));
  keptTheme = theme;
  keptFilters = recentFilters;
}

/** Away from localhost and TLS browsers have no clipboard API: then by a selection. */
async function writeText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  if (!isCopied) throw new Error('this browser lets no page copy here');
}
