import { useMemo, useState } from 'preact/hooks';
import { NEWEST_FIRST, SHOWS, type Show, type Sort, streamTable } from '../../model/stream-table.ts';
import { type Align, waterfallOf } from '../../model/stream-table-bars.ts';
import { useSelect } from '../app-context.ts';
import { Chips } from '../parts/chips.tsx';
import { Empty } from '../parts/empty.tsx';
import { CallTable } from './call-table.tsx';
import { useNow } from './use-now.ts';

/** What fits above a waterfall of 200 pixels without touching. */
const MAX_TICKS = 4;

/** All calls that the page knows, and when they were: one is selected by a click, and drawn beside. */
export function StreamsTab() {
  const streams = useSelect(({ summary }) => summary.streams);
  const [show, setShow] = useState<Show>('all');
  const [sort, setSort] = useState<Sort>(NEWEST_FIRST);
  const [align, setAlign] = useState<Align>('clock');
  const table = useMemo(() => streamTable(streams, show, sort), [streams, show, sort]);
  const now = useNow(streams);
  const waterfall = useMemo(() => waterfallOf(table.calls, now, align, MAX_TICKS), [table, now, align]);
  if (streams.length === 0) return <NoCalls />;
  return (
    <section class="streams" aria-label="Streams">
      <div class="streams-bar">
        <Chips
          legend="Which calls"
          choices={SHOWS}
          chosen={show}
          choose={setShow}
          words={(each) => `${each} ${table.counts[each].toLocaleString('en')}`}
        />
        <Chips
          legend="How bars are drawn"
          choices={ALIGNS}
          chosen={align}
          choose={setAlign}
          words={(each) => ALIGN_WORDS[each]}
        >
          <span class="dim">bars</span>
        </Chips>
      </div>
      <div class="stream-scroll streams-scroll">
        {table.calls.length === 0 ? (
          <Empty title={`No call is here that is ${show === 'infrastructure' ? 'failed by the infrastructure' : show}`}>
            <p>“all” shows the others.</p>
          </Empty>
        ) : (
          <CallTable calls={table.calls} waterfall={waterfall} sort={sort} changeSort={setSort} />
        )}
        {table.left > 0 && (
          <p class="stream-note dim">
            … and {table.left.toLocaleString('en')} more; narrow by a filter above, or sort the other way round.
          </p>
        )}
      </div>
    </section>
  );
}

const ALIGN_WORDS: { readonly [align in Align]: string } = { clock: 'by the clock', start: 'from their start' };
const ALIGNS: readonly Align[] = ['clock', 'start'];

function NoCalls() {
  const isFile = useSelect(({ link }) => link.is === 'file');
  return (
    <Empty title="No calls yet">
      <p>
        {isFile
          ? 'The file has no streamOpened and no streamClosed events.'
          : 'Each stream of HTTP/2 is a row here as soon as its request is there. Try: grpcurl -plaintext -d \'{"message":"hi"}\' localhost:50051 sre.echo.v1.EchoService/Echo'}
      </p>
    </Empty>
  );
}
