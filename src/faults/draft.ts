/** What the terms of a text have said so far. A plan comes of it when all are read, since some terms belong to others. */

import type {
  DelayDistribution,
  FaultCondition,
  FaultPlan,
  FaultScope,
  GoawayFault,
  Stage,
  TransportFault,
  Weighted,
} from './fault.ts';
import type { NamedStatus } from './status.ts';

/** Made when all terms are read. */
type Finish = (draft: Draft, scope: FaultScope) => TransportFault;

export interface Draft {
  readonly condition: { -readonly [name in keyof FaultCondition]: FaultCondition[name] };
  readonly transport: Finish[];
  scope?: FaultScope;
  delay?: DelayDistribution;
  statuses?: readonly Weighted<NamedStatus>[];
  message?: string;
  keepOpen?: true;
  goawayDebug?: string;
  goawayLast?: number;
  goawayGraceful?: true;
}

export function emptyDraft(): Draft {
  return { condition: {}, transport: [] };
}

export function planOf(draft: Draft): FaultPlan {
  const { condition, delay, statuses, keepOpen, scope = 'STREAM' } = draft;
  return {
    condition,
    application: {
      ...(delay === undefined ? {} : { delay }),
      ...(statuses === undefined ? {} : { status: statuses.map((status) => statusFault(draft, status)) }),
      ...(keepOpen === undefined ? {} : { keepOpen }),
    },
    transport: draft.transport.map((finish) => finish(draft, scope)),
  };
}

function statusFault(draft: Draft, { value: { kind, code, name }, percent }: Weighted<NamedStatus>) {
  return { value: { kind, code, message: messageOf(draft, name) }, percent };
}

/** Nobody shall take it for a failure of ours. */
export function messageOf({ message }: Draft, statusName: string): string {
  return message ?? `injected fault: ${statusName}`;
}

export function goawayOf(draft: Draft, scope: FaultScope, stage: Stage, errorCode: number): TransportFault {
  const { goawayDebug = '', goawayLast, goawayGraceful = false } = draft;
  const fault: GoawayFault = { kind: 'GOAWAY', stage, errorCode, debug: goawayDebug, isGraceful: goawayGraceful };
  return { scope, ...fault, ...(goawayLast === undefined ? {} : { lastStreamId: goawayLast }) };
}
