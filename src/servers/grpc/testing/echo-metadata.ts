/** "Echo Metadata" of the interop tests: two keys of the request come back, one before the messages and one behind them. */

import { Metadata } from '@grpc/grpc-js';

const INITIAL = 'x-grpc-test-echo-initial';
const TRAILING = 'x-grpc-test-echo-trailing-bin';

/** What all four kinds of call of grpc-js have in common. */
interface CallWithMetadata {
  readonly metadata: Metadata;
  sendMetadata(metadata: Metadata): void;
}

/** Sends it at once, where the client asked for it; after this, it is too late for compression. */
export function echoInitialMetadata(call: CallWithMetadata): void {
  const echoed = only(INITIAL, call.metadata);
  if (echoed !== undefined) call.sendMetadata(echoed);
}

export function echoedTrailers(call: CallWithMetadata): Metadata {
  return only(TRAILING, call.metadata) ?? new Metadata();
}

function only(name: string, metadata: Metadata): Metadata | undefined {
  const values = metadata.get(name);
  if (values.length === 0) return undefined;
  const echoed = new Metadata();
  for (const value of values) echoed.add(name, value);
  return echoed;
}
