/** A step in words, for those who do not see the drawing, and as its tooltip. */

import type { Window } from '../../../trace/event.ts';
import { bytes, milliseconds, whole } from '../../model/amounts.ts';
import type { Step } from '../../model/stream-story-step.ts';

/** "since the start 5 ms, server: message #0, {…}, 12 bytes, window 65,520 of the stream, 65,520 of the connection" */
export function stepWords({ atMs, gapMs, from, label, detail, length, window, severity }: Step): string {
  const parts = [
    from === undefined ? label : `${from.toLowerCase()}: ${label}`,
    detail,
    length === undefined ? '' : bytes(length),
    windowWords(window),
    `at ${milliseconds(atMs)}, ${milliseconds(gapMs)} after the step before`,
    severity === undefined ? '' : `evidence of a finding: ${severity.toLowerCase()}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

export function windowWords(window: Window | undefined): string {
  if (window === undefined) return '';
  const connection = `${whole(window.connection)} of the connection`;
  return `window ${window.stream === undefined ? '' : `${whole(window.stream)} of the stream, `}${connection}`;
}

/** Since the first event, always with microseconds: they stand below each other. */
export function timeText(ms: number): string {
  return ms.toLocaleString('en', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
}
