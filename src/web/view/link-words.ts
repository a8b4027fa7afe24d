import { whole } from '../model/amounts.ts';
import type { AppState } from '../state/state.ts';

export interface LinkWords {
  readonly text: string;
  readonly tone: 'good' | 'warning' | 'error' | 'dim';
  /** Beside colour. */
  readonly shape: string;
}

/**
 * How the page is connected, in words.
 *
 * @param now milliseconds since the Unix epoch
 */
export function linkWords({ link, isPaused, rows, eventsPerSecond }: AppState, now: number): LinkWords {
  switch (link.is) {
    case 'connecting':
      return { text: 'connecting …', tone: 'dim', shape: '◌' };
    case 'live':
      if (isPaused) return { text: `paused (${whole(rows.waiting)} new)`, tone: 'warning', shape: '‖' };
      return { text: `live ${whole(eventsPerSecond)} events/s`, tone: 'good', shape: '●' };
    case 'disconnected': {
      const seconds = Math.max(0, Math.ceil((link.retryAt - now) / 1000));
      return { text: `disconnected: ${link.reason} (retrying in ${seconds} s)`, tone: 'error', shape: '✕' };
    }
    case 'file': {
      const skipped = link.skippedLines === 0 ? '' : `, ${whole(link.skippedLines)} lines were no events`;
      return { text: `file ${link.name}${skipped}`, tone: 'dim', shape: '■' };
    }
  }
}
