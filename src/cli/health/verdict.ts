/** What came of a check, in the words that a person reads in the events of a pod. */

import { boundedText } from '../../bounded-text.ts';
import { printable } from '../../formats/escape.ts';

export interface Verdict {
  readonly isHealthy: boolean;
  /** What happened, behind the target's name. */
  readonly what: string;
  /** What it means, and what to look at. */
  readonly look?: string;
}

/** Of texts that a peer chose; Kubernetes cuts the event of a probe at 1,024 characters. */
const MAX_QUOTED = 200;

export function healthy(what: string): Verdict {
  return { isHealthy: true, what };
}

export function notHealthy(what: string, look: string | undefined): Verdict {
  return look === undefined ? { isHealthy: false, what } : { isHealthy: false, what, look };
}

/** @param text of a peer: its end is cut off, and nothing in it moves the cursor */
export function bounded(text: string): string {
  return boundedText(printable(text), MAX_QUOTED);
}

/** One line, the most important fact first. */
export function verdictLine({ isHealthy, what, look }: Verdict, targetName: string, elapsedMs: number): string {
  const ms = `${Math.round(elapsedMs)} ms`;
  if (isHealthy) return `healthy: ${targetName} ${what} in ${ms}\n`;
  return `not healthy: ${targetName} ${what} after ${ms}${look === undefined ? '' : `: ${look}`}\n`;
}
