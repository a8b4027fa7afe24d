/** A stand-in, to be dropped: it understands `frame.type == "…"` and nothing else. */

import type { TraceEvent } from '../trace/event.ts';

export interface Filter {
  readonly cel: string;
  matches(event: TraceEvent): boolean;
}

export function compileFilter(text: string): Filter {
  const [, type] = /^frame\.type == "(\w+)"$/.exec(text) ?? [];
  if (type === undefined) throw Object.assign(new Error('expected frame.type == "…"'), { position: 0 });
  return { cel: text, matches: (event) => event.kind === 'frame' && event.frame.type === type };
}
