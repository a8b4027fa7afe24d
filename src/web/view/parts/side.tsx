import type { Side as SideName } from '../../../trace/event.ts';

/** Who did it: a word and the colour of the side, everywhere the same. */
export function Side({ of }: { of: SideName }) {
  return <span class={`side side-${of.toLowerCase()}`}>{of === 'CLIENT' ? 'client →' : '← server'}</span>;
}
