import { timeOfDay } from '../../../formats/time.ts';
import type { Transfer } from '../../../trace/event.ts';
import { bytes, milliseconds, whole } from '../../model/amounts.ts';
import type { Outcome } from '../../model/stream-story-outcome.ts';
import type { Call } from '../../model/stream-table.ts';
import type { Bar, Waterfall } from '../../model/stream-table-bars.ts';
import { useInSight } from '../use-in-sight.ts';

interface CallRowProps {
  readonly call: Call;
  readonly waterfall: Waterfall;
  readonly isSelected: boolean;
  select(): void;
}

/** Calls are of many connections: only the clock puts them in one order, whatever times the list shows. */
export function CallRow({ call, waterfall, isSelected, select }: CallRowProps) {
  const line = useInSight<HTMLTableRowElement>(isSelected);
  const { key, time, method, outcome, origin, durationMs, firstByteMs, request, response } = call;
  return (
    <tr ref={line} class={`streams-row ${isSelected ? 'is-selected' : ''}`}>
      <td class="mono streams-time">{time === undefined ? '' : timeOfDay(time)}</td>
      <td class="mono">
        {/* All of the row is this button: its ::after covers it. */}
        <button type="button" class="filterable streams-select" aria-current={isSelected} onClick={select}>
          {key}
        </button>
      </td>
      <td class="streams-method" title={method}>
        {method === '' ? <span class="dim">not known</span> : <Method name={method} />}
      </td>
      <td class="streams-outcome">
        <OutcomeWord outcome={outcome} />
      </td>
      <td class="dim streams-origin">{outcome.is === 'failed' ? origin?.toLowerCase() : ''}</td>
      <td class="mono number">{durationMs === undefined ? '' : milliseconds(durationMs)}</td>
      <td class="mono number streams-first-byte">{firstByteMs === undefined ? '' : milliseconds(firstByteMs)}</td>
      <td class="mono number streams-messages">{bothWays(request, response, ({ messages }) => whole(messages))}</td>
      <td class="mono number streams-bytes">{bothWays(request, response, (sent) => shortBytes(sent.bytes))}</td>
      <td class="streams-waterfall">
        <BarOf bar={waterfall.bars.get(key)} outcome={outcome} />
      </td>
    </tr>
  );
}

/** What is cut off where it is narrow is the service, not the method. */
function Method({ name }: { name: string }) {
  const slash = name.includes(' ') ? -1 : name.lastIndexOf('/');
  return (
    <span class="streams-name">
      <span class="streams-service dim">{name.slice(0, slash + 1)}</span>
      <span class="streams-call">{name.slice(slash + 1)}</span>
    </span>
  );
}

const SHAPES: { readonly [is in Outcome['is']]: readonly [shape: string, tone: string] } = {
  ok: ['✓', 'good'],
  failed: ['◆', 'error'],
  open: ['…', 'dim'],
};

function OutcomeWord({ outcome: { text, is } }: { outcome: Outcome }) {
  const [shape, tone] = SHAPES[is];
  return (
    <span class={tone} title={text}>
      <span aria-hidden="true">{shape}</span> {text}
    </span>
  );
}

function bothWays(request: Transfer | undefined, response: Transfer | undefined, text: (sent: Transfer) => string) {
  if (request === undefined || response === undefined) return '';
  return (
    <>
      <span class="side-client">{text(request)}</span>
      {' ⇄ '}
      <span class="side-server">{text(response)}</span>
    </>
  );
}

/** "33 B": there are two in a column. */
function shortBytes(value: number): string {
  return bytes(value).replace(/ bytes?$/, ' B');
}

/** Light: waiting for the first byte; solid: from there to the end; open ones fade out. The numbers are in the row. */
function BarOf({ bar, outcome }: { bar: Bar | undefined; outcome: Outcome }) {
  if (bar === undefined) return null;
  const { from, firstByte, to, isOpen } = bar;
  const place = (a: number, b: number) => ({ left: `${a * 100}%`, width: `${(b - a) * 100}%` });
  return (
    <span class="streams-bars" aria-hidden="true">
      {isOpen ? (
        <span class="streams-span is-open" style={place(from, to)} />
      ) : (
        <>
          <span class="streams-span is-waiting" style={place(from, firstByte)} />
          <span class="streams-span is-response" style={place(firstByte, to)} />
          <span class={`streams-cap is-${outcome.is}`} style={{ left: `${to * 100}%` }} />
        </>
      )}
    </span>
  );
}
