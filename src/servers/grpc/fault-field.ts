/** A fault that is asked for in a message: its handler finds it when grpc-js has had the call for long. */

import type { Metadata } from '@grpc/grpc-js';

import { attemptNumber } from '../faults/attempt-number.ts';
import type { CallFaults } from '../faults/call-faults.ts';
import type { Verdict } from '../faults/enact.ts';
import { streamOfCall } from './call-facts.ts';
import { faultedCallOf } from './fault-hold.ts';

/** With LEAVE the handler does nothing more with the call: it is never answered, or its client is gone. */
export type FieldVerdict = 'GO_ON' | 'LEAVE' | { readonly code: number; readonly details: string };

/** Any call of grpc-js. */
interface FaultyCall {
  readonly metadata: Metadata;
}

/**
 * To be awaited by a handler before it writes anything. Never rejects.
 *
 * @param text of the field; "" asks for nothing
 */
export type FaultOfField = (call: FaultyCall, text: string) => Promise<FieldVerdict>;

const INVALID_ARGUMENT = 3;
const INTERNAL = 13;

export function createFaultOfField(faults: CallFaults): FaultOfField {
  return async (call, text) => {
    if (text === '') return 'GO_ON';
    const stream = streamOfCall(call);
    if (stream === undefined) return { code: INTERNAL, details: 'grpc-js has changed: no faults for messages' };
    const attempt = attemptNumber(call.metadata.toHttp2Headers());
    return fieldVerdict(await faults.enact(faultedCallOf(stream, attempt), { texts: [text] }));
  };
}

function fieldVerdict(verdict: Verdict): FieldVerdict {
  switch (verdict.do) {
    case 'GO_ON':
      return 'GO_ON';
    case 'FAIL':
      return { code: verdict.status.code, details: verdict.status.message };
    case 'REFUSE':
      return { code: INVALID_ARGUMENT, details: verdict.reason };
    default:
      return 'LEAVE';
  }
}
