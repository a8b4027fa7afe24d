/** `fault` of an EchoRequest: looked at with each request, before anything is sent for it. */

import { status } from '@grpc/grpc-js';

import { quoted, Refusal } from './refusal.ts';

/** @throws Refusal where a fault is asked for */
export function checkFault(fault: string): void {
  if (fault === '') return;
  throw new Refusal(`fault ${quoted(fault)}: this version makes no faults; expected none`, status.UNIMPLEMENTED);
}
