/** What is above the list: where it is, and what is missing in it. */

import { useState } from 'preact/hooks';
import { whole } from '../../model/amounts.ts';
import { goTo } from '../../model/go-to.ts';
import { nextMode, TIME_WORDS } from '../../model/row-time.ts';
import { MAX_GAPS } from '../../state/gaps.ts';
import { rowCount, seqAt } from '../../state/row-access.ts';
import type { AppState, Gap, Rows } from '../../state/state.ts';
import { useApp, useDispatch, useGo } from '../app-context.ts';
import { nearestSeq, select } from './select.ts';

export function WireBar({ state, focusList }: { state: AppState; focusList: () => void }) {
  const dispatch = useDispatch();
  const go = useGo();
  const { isFollowing, isPaused, rows, gaps, place } = state;
  return (
    <div class="wire-bar">
      <button
        type="button"
        class={`button ${isFollowing ? 'is-on' : ''}`}
        aria-pressed={isFollowing}
        title="keep the newest row in sight (G)"
        onClick={() => dispatch({ type: 'followed', on: !isFollowing })}
      >
        ↓ follow
      </button>
      <button
        type="button"
        class="button"
        title={`time: ${TIME_WORDS[place.time]} (t)`}
        onClick={() => go({ time: nextMode(place.time) })}
      >
        time: {place.time}
      </button>
      <GoTo focusList={focusList} />
      {isPaused && (
        <span class="wire-state wire-paused">
          ‖ paused · {whole(rows.waiting)} new{' '}
          <button type="button" class="button" onClick={() => dispatch({ type: 'paused', on: false })}>
            go on
          </button>
        </span>
      )}
      <Behind gaps={gaps} />
      <span class="wire-state dim">{about(state)}</span>
    </div>
  );
}

/** What of the matches is not in the list. */
function about({ rows, filterProblem }: AppState): string {
  if (!rows.isReady) {
    const doing = filterProblem === undefined ? 'searching … ' : '';
    return rowCount(rows) === 0 ? '' : `${doing}the rows are of the filter before`;
  }
  return rows.isCut ? `the newest ${whole(rowCount(rows))} that match; there are older ones` : '';
}

function Behind({ gaps }: { gaps: readonly Gap[] }) {
  const app = useApp();
  const last = gaps.at(-1);
  if (last === undefined) return null;
  const lost = gaps.reduce((sum, { dropped }) => sum + dropped, 0);
  const range = `between ${whole(last.firstSeq)} and ${whole(last.lastSeq)}`;
  const where = gaps.length === 1 ? range : `${whole(gaps.length)} times, the last ${range}`;
  const { rows } = app.store.state;
  return (
    <span class="wire-state wire-behind" title={last.reason}>
      △ behind: {whole(lost)}
      {gaps.length === MAX_GAPS ? ' or more' : ''} events lost for this page, {where}{' '}
      <button
        type="button"
        class="button"
        disabled={rowCount(rows) === 0}
        onClick={() => select(app, nearestSeq(rows, last.firstSeq) ?? last.firstSeq)}
      >
        show
      </button>
    </span>
  );
}

function GoTo({ focusList }: { focusList: () => void }) {
  const app = useApp();
  const [words, setWords] = useState('');

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const input = (event.currentTarget as HTMLFormElement).elements.namedItem('seq');
    if (!(input instanceof HTMLInputElement)) return;
    const { seq, words: wrong = '' } = goTo(input.value, listed(app.store.state.rows));
    setWords(wrong);
    if (seq === undefined) return;
    select(app, seq);
    input.value = '';
    focusList();
  }

  return (
    <form class="wire-go-to" onSubmit={submit}>
      <label>
        go to #{' '}
        <input
          name="seq"
          class="mono"
          inputMode="numeric"
          autocomplete="off"
          aria-describedby="wire-go-to-words"
          onInput={() => setWords('')}
        />
      </label>
      <span id="wire-go-to-words" class="error" role="status">
        {words}
      </span>
    </form>
  );
}

function listed(rows: Rows) {
  const count = rowCount(rows);
  return {
    first: seqAt(rows, 0),
    last: seqAt(rows, count - 1),
    isFiltered: rows.seqs !== undefined,
    nearest: (seq: number) => nearestSeq(rows, seq),
  };
}
