/** Which severities the list shows. As `/api/findings?severity=WARNING`: that or worse. */

import type { EventOf, Severity } from '../../../trace/event.ts';

export type Narrowing = 'all' | 'warning' | 'error';

export const NARROWINGS: readonly { readonly name: Narrowing; readonly words: string }[] = [
  { name: 'all', words: 'all' },
  { name: 'warning', words: 'warning or worse' },
  { name: 'error', words: 'error' },
];

const SHOWN: { readonly [N in Narrowing]: readonly Severity[] | undefined } = {
  all: undefined,
  warning: ['WARNING', 'ERROR'],
  error: ['ERROR'],
};

export function narrowed(findings: readonly EventOf<'finding'>[], to: Narrowing): readonly EventOf<'finding'>[] {
  const shown = SHOWN[to];
  return shown === undefined ? findings : findings.filter(({ finding }) => shown.includes(finding.severity));
}
