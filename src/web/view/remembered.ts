/** What this browser keeps for the next visit: sizes, the theme, filters. Nothing of the trace. */

const PREFIX = 'sre-test-server:';

/** @returns undefined where nothing is kept, or the browser keeps nothing */
export function remembered(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Storage is off or full: it is for comfort alone.
  }
}
