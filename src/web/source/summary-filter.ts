/** What the page's tables and charts are made of, whatever the list shows. */

import type { EventKind } from '../../trace/event.ts';

const KINDS: readonly EventKind[] = ['streamOpened', 'streamClosed', 'connectionOpened', 'connectionClosed', 'finding'];

/** The events that tell of calls, connections and findings, as CEL: some three of a unary call's ten. */
export const summaryFilter = KINDS.map((kind) => `kind == "${kind}"`).join(' || ');
