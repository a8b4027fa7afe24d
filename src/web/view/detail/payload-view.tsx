import { useState } from 'preact/hooks';
import { byteCount } from '../../model/detail-node.ts';
import { hexDump } from '../../model/hex-dump.ts';
import type { Payload } from '../../model/message-text.ts';
import { LongText } from './long-text.tsx';

/** Lines of a hex dump at first, 16 bytes each. */
const SHOWN_BYTES = 512;

/** Four thousand lines: a copy has all. */
const MAX_BYTES = 64 * 1024;

type View = 'JSON' | 'fields' | 'hex';

/** What a message or a frame carries, in the ways in which it can be read. The way stays from event to event. */
export function PayloadView({ payload, title }: { payload: Payload; title: string }) {
  const [chosen, setChosen] = useState<View>('JSON');
  const views = viewsOf(payload);
  const view = views.includes(chosen) ? chosen : (views[0] ?? 'hex');
  return (
    <section class="detail-payload" aria-label={title}>
      <div class="detail-tabs">
        <span class="detail-tabs-title">{title}</span>
        {views.map((each) => (
          <button
            key={each}
            type="button"
            class="detail-tab"
            aria-pressed={each === view}
            onClick={() => setChosen(each)}
          >
            {each}
          </button>
        ))}
      </div>
      {payload.notes.map((note) => (
        <p key={note} class="detail-note">
          {note}
        </p>
      ))}
      <Content payload={payload} view={view} />
    </section>
  );
}

function viewsOf({ json, raw, bytes }: Payload): View[] {
  const views: View[] = [];
  if (json !== undefined) views.push('JSON');
  if (raw !== undefined) views.push('fields');
  if (bytes.length > 0) views.push('hex');
  return views;
}

function Content({ payload: { json, raw, bytes }, view }: { payload: Payload; view: View }) {
  const text = view === 'JSON' ? json : view === 'fields' ? raw : undefined;
  if (text !== undefined) {
    return (
      <pre class="detail-text mono">
        <LongText text={text} />
      </pre>
    );
  }
  return bytes.length === 0 ? <p class="dim">No bytes of it were kept.</p> : <HexDump bytes={bytes} />;
}

function HexDump({ bytes }: { bytes: Uint8Array }) {
  const [opened, setOpened] = useState<Uint8Array | undefined>(undefined);
  const isAll = opened === bytes;
  const shown = Math.min(bytes.length, isAll ? MAX_BYTES : SHOWN_BYTES);
  return (
    <>
      <pre class="detail-hex mono">{hexDump(bytes, shown)}</pre>
      {bytes.length > SHOWN_BYTES && (
        <p>
          <button type="button" class="button" onClick={() => setOpened(isAll ? undefined : bytes)}>
            {isAll ? 'show less' : `show all ${byteCount(Math.min(bytes.length, MAX_BYTES))}`}
          </button>
          {bytes.length > MAX_BYTES && <span class="dim"> of {byteCount(bytes.length)}: a copy has all</span>}
        </p>
      )}
    </>
  );
}
