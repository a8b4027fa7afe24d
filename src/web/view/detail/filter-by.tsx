import type { Term } from '../../model/filter-terms.ts';
import { Filterable } from '../parts/filterable.tsx';

/** Beside a value and not around it, because what is in a button cannot be selected to be copied. */
export function FilterBy({ term }: { term: Term }) {
  return (
    <span class="detail-filter">
      <Filterable term={term}>
        filter<span class="visually-hidden"> by {term.short ?? term.cel}</span>
      </Filterable>
    </span>
  );
}
