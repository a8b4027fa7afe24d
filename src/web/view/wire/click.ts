import { type Term, withTerm } from '../../model/filter-terms.ts';
import { allOf, COLUMNS, type Column, rowTerms } from '../../model/row-terms.ts';
import { seqAt } from '../../state/row-access.ts';
import type { App } from '../app-context.ts';
import { select, textOf } from './select.ts';

/** On a value: filters by it, with Shift leaves it out. Anywhere else on a row: selects it. */
export function clicked(event: MouseEvent, app: App): void {
  const seq = seqAt(app.store.state.rows, Number(dataOf(event, 'index') ?? Number.NaN));
  if (seq === undefined) return;
  const column = columnOf(event);
  const known = column === undefined ? undefined : app.services.eventOf(seq);
  if (column !== undefined && known !== undefined)
    filterBy(app, rowTerms(known, textOf(known), column), event.shiftKey);
  // Somebody has marked text, to copy it.
  else if (getSelection()?.type !== 'Range') select(app, seq);
}

/** Shift would mark all text from the click before to this one. */
export function pressed(event: MouseEvent): void {
  if (event.shiftKey && columnOf(event) !== undefined) event.preventDefault();
}

function filterBy({ store }: App, terms: readonly Term[] | undefined, isShift: boolean): void {
  if (terms === undefined) return;
  const before = store.state.place.filter;
  const filter = isShift
    ? withTerm(before, allOf(terms), 'exclude')
    : terms.reduce((text, term) => withTerm(text, term, 'include'), before);
  store.dispatch({ type: 'go', place: { filter } });
}

function columnOf(event: MouseEvent): Column | undefined {
  return COLUMNS.find((column) => column === dataOf(event, 'column'));
}

function dataOf({ target }: MouseEvent, name: 'index' | 'column'): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>(`[data-${name}]`)?.dataset[name] : undefined;
}
