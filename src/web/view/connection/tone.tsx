import type { Tone as ToneName } from '../../model/connection-words.ts';

const SHAPES: { readonly [tone in ToneName]: string } = { open: '○', good: '✓', warning: '△', error: '◆' };

/** How something ended: by shape and word as well as colour. */
export function Tone({ of, text }: { of: ToneName; text: string }) {
  return (
    <span class={`connection-tone connection-tone-${of}`}>
      <span aria-hidden="true">{SHAPES[of]}</span> {text}
    </span>
  );
}
