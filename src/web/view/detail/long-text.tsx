import { useState } from 'preact/hooks';
import { whole } from '../../model/amounts.ts';

/** Some screens of it: a value of 8 KB would push everything else away. */
const SHOWN_CHARS = 2_000;

/** What a browser lays out at once without a stop that is felt. Copies have all. */
const MAX_CHARS = 200_000;

/** A text of a peer, the first of it; the rest on request. */
export function LongText({ text }: { text: string }) {
  // Of this text, and not of the next one that stands here.
  const [opened, setOpened] = useState<string | undefined>(undefined);
  if (text.length <= SHOWN_CHARS) return <>{text}</>;
  const isAll = opened === text;
  const shown = text.slice(0, isAll ? MAX_CHARS : SHOWN_CHARS);
  return (
    <>
      {shown}
      {shown.length < text.length && '…'}{' '}
      <button type="button" class="button detail-more" onClick={() => setOpened(isAll ? undefined : text)}>
        {isAll ? 'show less' : `show all ${whole(text.length)} characters`}
      </button>
      {isAll && shown.length < text.length && <span class="dim"> the first {whole(MAX_CHARS)}: a copy has all</span>}
    </>
  );
}
