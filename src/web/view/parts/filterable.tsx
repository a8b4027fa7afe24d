import type { ComponentChildren } from 'preact';
import { type Term, withTerm } from '../../model/filter-terms.ts';
import { useGo, useSelect } from '../app-context.ts';

/** A value that filters by itself: a click adds it to the filter, with Shift what has it is left out. */
export function Filterable({ term, children }: { term: Term; children: ComponentChildren }) {
  const go = useGo();
  const filter = useSelect(({ place }) => place.filter);
  function apply(event: MouseEvent): void {
    event.stopPropagation();
    go({ filter: withTerm(filter, term, event.shiftKey ? 'exclude' : 'include'), tab: 'wire' });
  }
  return (
    <button
      type="button"
      class="filterable"
      title={`filter by ${term.short ?? term.cel} (Shift: leave out)`}
      onClick={apply}
    >
      {children}
    </button>
  );
}
