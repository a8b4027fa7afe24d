import type { Suggestion } from '../../model/completion.ts';

export interface SuggestionsProps {
  readonly id: string;
  readonly all: readonly Suggestion[];
  /** -1: none. */
  readonly chosen: number;
  readonly onTake: (suggestion: Suggestion) => void;
}

/** The list below the filter box, which keeps the focus. */
export function Suggestions({ id, all, chosen, onTake }: SuggestionsProps) {
  return (
    <div id={id} class="filter-suggestions" role="listbox" aria-label="what may come next" hidden={all.length === 0}>
      {all.map((suggestion, n) => (
        // The keys are those of the box: this is for who has a mouse.
        <div
          key={`${suggestion.about} ${suggestion.text}`}
          id={`${id}-${n}`}
          class={`filter-suggestion ${n === chosen ? 'is-chosen' : ''}`}
          role="option"
          tabIndex={-1}
          aria-selected={n === chosen}
          // Before the box loses the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(suggestion);
          }}
        >
          <span class="mono">{suggestion.text}</span>
          <span class="filter-about dim">{suggestion.about.replaceAll('`', '')}</span>
        </div>
      ))}
    </div>
  );
}
