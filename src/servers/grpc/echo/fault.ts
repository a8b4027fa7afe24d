/** `fault` of an EchoRequest: what is to go wrong with the call, before anything of the answer is sent. */

import type { FaultOfField } from '../fault-field.ts';
import { Refusal } from './refusal.ts';

interface Steps {
  /** At once where the request asks for no fault. */
  readonly goOn: () => void;
  readonly fail: (status: { readonly code: number; readonly details: string }) => void;
}

/** Neither step is called where the call is never to be answered. */
export function afterFault(fault: string, enact: (text: string) => ReturnType<FaultOfField>, steps: Steps): void {
  if (fault === '') {
    steps.goOn();
    return;
  }
  void enact(fault).then((verdict) => {
    if (verdict === 'GO_ON') steps.goOn();
    else if (verdict !== 'LEAVE') steps.fail(verdict);
  });
}

/** Of a request that is not the first of its call: the answer may have begun. @throws Refusal where a fault is asked for */
export function refuseLateFault(fault: string): void {
  if (fault !== '') throw new Refusal('fault in a later request: expected in the first one of the call');
}
