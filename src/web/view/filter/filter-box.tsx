/** The filter: typed with completion, checked while it is typed, told where it is wrong, and kept for the next time. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { type Suggestion, suggestions } from '../../model/completion.ts';
import { matchWords } from '../../model/matches.ts';
import { seenIn } from '../../model/seen.ts';
import type { FilterProblem } from '../../source/source.ts';
import { useApp, useDispatch, useGo, useSelect } from '../app-context.ts';
import { Problem } from './problem.tsx';
import { Suggestions } from './suggestions.tsx';

/** Who types on is not told that half a word is wrong. */
const CHECK_AFTER_MS = 250;

const LIST_ID = 'filter-suggestions';

export function FilterBox() {
  const { store, services } = useApp();
  const dispatch = useDispatch();
  const go = useGo();
  const filter = useSelect(({ place }) => place.filter);
  const refused = useSelect(({ filterProblem }) => filterProblem);
  const counted = useSelect(({ rows }) => matchWords(rows));
  const recent = useSelect(({ recentFilters }) => recentFilters);
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(filter);
  const [offered, setOffered] = useState<readonly Suggestion[]>([]);
  const [chosen, setChosen] = useState(-1);
  const [typedProblem, setTypedProblem] = useState<FilterProblem>();

  // A click on a value, Back, or a link: the filter is another one, whoever typed it.
  useEffect(() => {
    setText(filter);
    setTypedProblem(undefined);
  }, [filter]);

  useEffect(() => {
    if (text.trim() === '' || text === filter) return setTypedProblem(undefined);
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const problem = await checked(text);
      if (isCurrent) setTypedProblem(problem);
    }, CHECK_AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text, filter]);

  /** While the server is away, it is the list that says so. */
  function checked(wanted: string): Promise<FilterProblem | undefined> {
    return services.source.check(wanted).catch(() => undefined);
  }

  function offer(next: string, caret: number): void {
    const all = suggestions(next, caret, seenIn(store.state));
    setOffered(next.trim() === '' ? [...recentAs(recent), ...all] : all);
    setChosen(-1);
  }

  function typed(next: string): void {
    setText(next);
    offer(next, input.current?.selectionStart ?? next.length);
  }

  function take({ text: completion, from }: Suggestion): void {
    const caret = input.current?.selectionStart ?? text.length;
    const next = text.slice(0, from) + completion + text.slice(caret);
    setText(next);
    const at = from + completion.length;
    // Behind the redraw, which would put the caret at the end.
    requestAnimationFrame(() => {
      input.current?.setSelectionRange(at, at);
      offer(next, at);
    });
  }

  async function apply(next: string): Promise<void> {
    const wanted = next.trim();
    setOffered([]);
    const problem = wanted === '' ? undefined : await checked(wanted);
    if (problem !== undefined) return setTypedProblem(problem);
    if (wanted !== '') dispatch({ type: 'filterKept', filter: wanted });
    go({ filter: wanted });
  }

  /** Who has typed nothing and chosen nothing is on the way through the page. */
  function isTaking({ key, shiftKey }: KeyboardEvent, suggestion: Suggestion | undefined): boolean {
    return key === 'Tab' && !shiftKey && offered.length > 0 && (suggestion !== undefined || text.trim() !== '');
  }

  function pressed(event: KeyboardEvent): void {
    const suggestion = offered[chosen];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (offered.length === 0) offer(text, input.current?.selectionStart ?? text.length);
      else setChosen(((chosen + 1 + step + offered.length + 1) % (offered.length + 1)) - 1);
    } else if (isTaking(event, suggestion)) {
      take(suggestion ?? (offered[0] as Suggestion));
    } else if (event.key === 'Enter') {
      if (suggestion === undefined) void apply(text);
      else take(suggestion);
    } else if (event.key === 'Escape') {
      if (offered.length > 0) setOffered([]);
      else input.current?.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // While something is offered the text is not done: told now, what is wrong would push the list about at each letter.
  const problem = offered.length > 0 ? undefined : (typedProblem ?? (text === filter ? refused : undefined));
  return (
    <div class="filter">
      <label class="filter-label" for="filter">
        filter
      </label>
      <div class="filter-field">
        <input
          id="filter"
          ref={input}
          class={`filter-input mono ${problem === undefined ? '' : 'is-wrong'}`}
          type="text"
          value={text}
          placeholder='stream:5   grpc-status!=0   frame.type == "GOAWAY"   press / to type here'
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          role="combobox"
          aria-expanded={offered.length > 0}
          aria-controls={LIST_ID}
          aria-autocomplete="list"
          aria-activedescendant={chosen < 0 ? undefined : `${LIST_ID}-${chosen}`}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : 'filter-problem'}
          onInput={(event) => typed(event.currentTarget.value)}
          onFocus={() => text === '' && offer('', 0)}
          onBlur={() => setOffered([])}
          onKeyDown={pressed}
        />
        <Suggestions id={LIST_ID} all={offered} chosen={chosen} onTake={take} />
        {problem !== undefined && <Problem text={text} problem={problem} />}
      </div>
      <output class="filter-count dim" for="filter">
        {counted}
      </output>
      {text !== '' && (
        <button type="button" class="button" onClick={() => void apply('')}>
          clear filter
        </button>
      )}
    </div>
  );
}

function recentAs(recent: readonly string[]): readonly Suggestion[] {
  return recent.map((text) => ({ text, from: 0, about: 'used before' }));
}
