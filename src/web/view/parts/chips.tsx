import type { ComponentChildren } from 'preact';

export interface ChipsProps<Choice extends string> {
  /** What they choose, for who hears it. */
  readonly legend: string;
  readonly choices: readonly Choice[];
  readonly chosen: Choice;
  readonly choose: (choice: Choice) => void;
  /** What stands on each. */
  readonly words: (choice: Choice) => ComponentChildren;
  /** In front of them. */
  readonly children?: ComponentChildren;
}

/** One of a few, in a row of buttons. */
export function Chips<Choice extends string>(props: ChipsProps<Choice>) {
  const { legend, choices, chosen, choose, words, children } = props;
  return (
    <fieldset class="chips">
      <legend class="visually-hidden">{legend}</legend>
      {children}
      {choices.map((each) => (
        <button
          key={each}
          type="button"
          class={`button ${each === chosen ? 'is-on' : ''}`}
          aria-pressed={each === chosen}
          onClick={() => choose(each)}
        >
          {words(each)}
        </button>
      ))}
    </fieldset>
  );
}
