import type { Severity as SeverityName } from '../../../trace/event.ts';

const SHAPES: { readonly [S in SeverityName]: string } = { INFO: '○', WARNING: '△', ERROR: '◆' };

/** By shape and word as well as colour. */
export function Severity({ of }: { of: SeverityName }) {
  return (
    <span class={`severity severity-${of.toLowerCase()}`}>
      <span aria-hidden="true">{SHAPES[of]}</span> {of.toLowerCase()}
    </span>
  );
}
