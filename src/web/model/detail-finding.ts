/** What a finding has beside its words, as a tree: whose it is, and how often it was seen. */

import { printable } from '../../formats/escape.ts';
import { count } from '../../formats/text.ts';
import type { Finding } from '../../trace/event.ts';
import { instant } from './amounts.ts';
import { streamNode } from './detail-frame.ts';
import { type DetailNode, node, nodes, type Tone } from './detail-node.ts';
import { equals, short } from './detail-term.ts';
import { meaningOf } from './meanings.ts';

const TONES: { readonly [severity: string]: Tone } = { ERROR: 'error', WARNING: 'warning' };

export function findingNodes(finding: Finding): DetailNode[] {
  const { id, rule, severity, streamId, count: seen, firstTime, lastTime } = finding;
  return nodes(
    node('rule', printable(rule), { meaning: 'docs/diagnosis.md has it', term: short(`rule:${rule}`) }),
    node('cause', printable(id), { meaning: 'one id for all events of a cause', term: equals('finding.id', id) }),
    node('severity', severity.toLowerCase(), {
      term: short(`severity:${severity}`),
      tone: meaningOf(TONES, severity),
    }),
    streamId === undefined ? undefined : streamNode(streamId),
    node('seen', count(seen, 'time'), {
      meaning: seen > 1 ? `${clock(firstTime)} to ${clock(lastTime)}, UTC` : undefined,
    }),
  );
}

function clock(time: number): string {
  return instant(time)?.slice(11, 23) ?? 'a time that is not known';
}
