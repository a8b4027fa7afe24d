/** The one line of state, and what can be done about it. */

import { useEffect, useState } from 'preact/hooks';
import type { ExportFormat } from '../source/source.ts';
import type { Theme } from '../state/state.ts';
import { useAnswer, useApp, useDispatch, useSelect } from './app-context.ts';
import { linkWords } from './link-words.ts';
import { Menu } from './parts/menu.tsx';
import { RecordingMenu } from './recording-menu.tsx';

const FORMATS: readonly (readonly [ExportFormat, string])[] = [
  ['ndjson', 'NDJSON: everything, and this page opens it'],
  ['pcapng', 'pcapng: for Wireshark and tshark'],
  ['qlog', 'qlog: for qvis'],
  ['pretty', 'text: to read'],
];

const NEXT_THEME: Readonly<Record<Theme, Theme>> = { system: 'dark', dark: 'light', light: 'system' };
const THEME_SHAPES: Readonly<Record<Theme, string>> = { system: '◐', dark: '☾', light: '☀' };

export function TopBar() {
  const { controls } = useApp();
  const dispatch = useDispatch();
  const isPaused = useSelect((state) => state.isPaused);
  const isFile = useSelect(({ link }) => link.is === 'file');
  const theme = useSelect((state) => state.theme);
  return (
    <header class="top">
      <h1 class="top-title">sre-test-server</h1>
      {!isFile && <ServerName />}
      <LinkState />
      <span class="top-space" />
      {isFile ? (
        <button type="button" class="button" onClick={() => controls.closeFile()}>
          back to the server
        </button>
      ) : (
        <button
          type="button"
          class={`button ${isPaused ? 'is-on' : ''}`}
          aria-pressed={isPaused}
          onClick={() => dispatch({ type: 'paused', on: !isPaused })}
        >
          {isPaused ? '▶ go on' : '‖ pause'}
        </button>
      )}
      <button type="button" class="button" onClick={() => dispatch({ type: 'cleared' })}>
        clear
      </button>
      {!isFile && (
        <Menu label="export" about="what the filter shows, as a file">
          {FORMATS.map(([format, words]) => (
            <button
              key={format}
              type="button"
              class="menu-item"
              role="menuitem"
              onClick={() => controls.exportAs(format)}
            >
              {words}
            </button>
          ))}
        </Menu>
      )}
      <OpenFile />
      <button type="button" class="button" onClick={() => void controls.copy(location.href, 'the link to this view')}>
        share
      </button>
      {!isFile && <RecordingMenu />}
      <button
        type="button"
        class="button"
        aria-label={`theme: ${theme}`}
        title={`theme: ${theme}`}
        onClick={() => dispatch({ type: 'themed', theme: NEXT_THEME[theme] })}
      >
        {THEME_SHAPES[theme]}
      </button>
      <button
        type="button"
        class="button"
        aria-label="keys and help"
        title="keys (?)"
        onClick={() => dispatch({ type: 'helped', on: true })}
      >
        ?
      </button>
    </header>
  );
}

/** Which replica it is: a port-forward does not say. */
function ServerName() {
  const { source } = useApp().services;
  const { value: env } = useAnswer(source.name, async (signal) => source.server?.env(signal));
  const { pod, hostname, namespace, node } = env?.identity ?? {};
  const words = [pod ?? hostname, namespace, node].filter((word) => word !== undefined && word !== '');
  return (
    <span class="top-name dim" title={source.name}>
      {words.length === 0 ? source.name : words.join(' · ')}
    </span>
  );
}

function LinkState() {
  const state = useSelect((all) => all);
  const [, tick] = useState(0);
  const isWaiting = state.link.is === 'disconnected';
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, [isWaiting]);
  const { text, tone, shape } = linkWords(state, Date.now());
  return (
    <span class={`top-link ${tone}`}>
      <span aria-hidden="true">{shape}</span> {text}
    </span>
  );
}

function OpenFile() {
  const { controls } = useApp();
  return (
    <label class="button top-file">
      open file
      <input
        type="file"
        class="visually-hidden"
        accept=".ndjson,.json,.jsonl,.txt"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) void controls.openFile(file);
        }}
      />
    </label>
  );
}
