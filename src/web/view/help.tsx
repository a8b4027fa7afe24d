import { useEffect, useRef } from 'preact/hooks';
import { useDispatch, useSelect } from './app-context.ts';

const KEYS: readonly (readonly [string, string])[] = [
  ['1 … 5', 'Overview, Wire, Streams, Connections, Findings'],
  ['/', 'to the filter; Tab takes a suggestion, Enter filters, Esc leaves'],
  ['click', 'on a value: filters by it; with Shift: leaves it out'],
  ['esc', 'closes what is open'],
  ['?', 'this help'],
];

const WIRE_KEYS: readonly (readonly [string, string])[] = [
  ['j  k', 'next row, row before; arrows and Page keys too'],
  ['g  G', 'first row; newest row, and follow'],
  ['space', 'pause, go on'],
  ['enter', 'details of the row'],
  ['f', 'nothing but the stream of the row'],
  ['n  N', 'next, previous evidence of a finding'],
  ['t', 'time: of the connection, since the row above, clock'],
];

/** The keys, as a dialog over the page. */
export function Help() {
  const dispatch = useDispatch();
  const isOpen = useSelect(({ isHelpOpen }) => isHelpOpen);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onClose={() => dispatch({ type: 'helped', on: false })}
    >
      <h2 id="help-title">Keys</h2>
      <Keys all={KEYS} />
      <h3>on the Wire tab</h3>
      <Keys all={WIRE_KEYS} />
      <p class="dim">
        Filters are CEL, or short forms of it: <span class="mono">stream:5 -type:DATA</span>,{' '}
        <span class="mono">streamClosed.grpcStatus.code != 0</span>. Drop an NDJSON file on the page to look at a saved
        trace.
      </p>
      <button type="button" class="button" onClick={() => dispatch({ type: 'helped', on: false })}>
        close
      </button>
    </dialog>
  );
}

function Keys({ all }: { all: typeof KEYS }) {
  return (
    <dl>
      {all.map(([keys, does]) => (
        <div key={keys} class="help-row">
          <dt class="mono">{keys}</dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
