/** The row, in its list, of what is opened beside or below it. */
const OPENER = '.streams-table .is-selected button, .connections-table .is-selected button, .findings-line.is-opened';

/** Before something is closed that may have the focus: it goes back to where it was opened, and is not lost. */
export function focusOpener(): void {
  if (document.activeElement?.closest('.stream, .connection, .findings-opened') == null) return;
  document.querySelector<HTMLElement>(OPENER)?.focus({ preventScroll: true });
}
