import { duration } from './duration.ts';
import { MAX_LIST_LENGTH, MAX_PING_INTERVAL_MS, MAX_PINGS } from './limits.ts';
import { wholeNumber } from './number.ts';
import { cut, trimmed } from './piece.ts';
import { refuse } from './refusal.ts';
import { settings } from './settings.ts';
import type { Term } from './term.ts';

/** Transport faults of windows, settings and pings, and how far transport faults reach. */
export const CONNECTION_FAULTS: readonly Term[] = [
  {
    name: 'hold_window_update',
    meaning: 'no WINDOW_UPDATE for the stream, or with `scope=connection` for the connection and all of its streams',
    range: '',
    example: 'hold_window_update;scope=connection',
    read: ({ transport }) => {
      transport.push((_, scope) => ({ scope, kind: 'HOLD_WINDOW_UPDATE' }));
    },
  },
  {
    name: 'hold_settings_ack',
    meaning: "no ACK of the client's SETTINGS, on the connection",
    range: '',
    example: 'hold_settings_ack',
    read: ({ transport }) => {
      transport.push((_, scope) => ({ scope, kind: 'HOLD_SETTINGS_ACK' }));
    },
  },
  {
    name: 'hold_ping_ack',
    meaning: "no ACK of the client's PING, on the connection",
    range: '',
    example: 'hold_ping_ack',
    read: ({ transport }) => {
      transport.push((_, scope) => ({ scope, kind: 'HOLD_PING_ACK' }));
    },
  },
  {
    name: 'settings',
    value: { form: '<NAME:value,…>' },
    meaning: 'one more SETTINGS frame, at once',
    range:
      `names of RFC 9113 §6.5.2 with values in their ranges; 0x0 to 0xffff with any value of 32 bits, wrong ones too; up to ` +
      `${MAX_LIST_LENGTH}`,
    example: 'settings=MAX_CONCURRENT_STREAMS:1,INITIAL_WINDOW_SIZE:1',
    read: ({ transport }, value) => {
      const faults = settings(value);
      transport.push((_, scope) => ({ scope, kind: 'SETTINGS', settings: faults }));
    },
  },
  {
    name: 'ping_flood',
    value: { form: '<count>[:<interval>]' },
    meaning: 'so many PING frames, all at once or an interval apart',
    range: `1 to ${MAX_PINGS}; interval 0 to ${MAX_PING_INTERVAL_MS / 1_000}s`,
    example: 'ping_flood=100:10ms',
    read: ({ transport }, value) => {
      const [pings, interval] = cut(value, ':');
      const count = wholeNumber(trimmed(pings), 1, MAX_PINGS);
      const intervalMs = interval === undefined ? 0 : duration(trimmed(interval), MAX_PING_INTERVAL_MS);
      transport.push((_, scope) => ({ scope, kind: 'PING_FLOOD', count, intervalMs }));
    },
  },
  {
    name: 'scope',
    value: { form: 'stream|connection' },
    meaning:
      'of all transport faults of the text: this stream (the default), or each stream of the connection from then on',
    range: '',
    example: 'no_trailers;scope=connection',
    read: (draft, value) => {
      const name = value.text.toUpperCase();
      draft.scope = name === 'STREAM' || name === 'CONNECTION' ? name : refuse(value, 'stream or connection');
    },
  },
];
