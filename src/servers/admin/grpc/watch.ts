/** sre.trace.v1.TraceService: the trace as it happens. */

import { once } from 'node:events';

import { Metadata, type ServerWritableStream, status, type UntypedServiceImplementation } from '@grpc/grpc-js';

import type { WatchRequest__Output } from '../../../gen/sre/trace/v1/WatchRequest.ts';
import type { Subscription } from '../../../sinks/subscription.ts';
import type { TraceEvent } from '../../../trace/event.ts';
import { factsOfStream } from '../../connection-facts.ts';
import { streamOfCall } from '../../grpc/call-facts.ts';
import { Refusal } from '../refusal.ts';
import { deliver } from '../trace/deliver.ts';
import type { TraceDelivery } from '../trace/delivery.ts';
import { FilterRefusal } from '../trace/filter-text.ts';
import { subscribe } from '../trace/subscribe.ts';
import { eventMessage } from './event-message.ts';
import { CODE_OF } from './refusal-codes.ts';

type Call = ServerWritableStream<WatchRequest__Output, object>;

export function createTraceMethods(delivery: TraceDelivery): UntypedServiceImplementation {
  return { Watch: (call: Call) => watch(call, delivery) };
}

function watch(call: Call, delivery: TraceDelivery): void {
  const subscription = subscribed(call, delivery);
  if (subscription === undefined) return;
  call.once('cancelled', () => subscription.close());
  // At once: the client then knows that whatever happens from now on is shown.
  call.sendMetadata(new Metadata());
  deliver(subscription, (events) => write(call, events), delivery.pace).then(
    () => end(call, subscription),
    () => subscription.close(),
  );
}

function subscribed(call: Call, delivery: TraceDelivery): Subscription | undefined {
  try {
    const stream = streamOfCall(call);
    const connection = stream === undefined ? undefined : factsOfStream(stream);
    return subscribe(call.request, delivery, connection?.id);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    call.emit('error', { code: CODE_OF[error.statusCode], details: inWords(error) });
    return undefined;
  }
}

function inWords(error: Refusal): string {
  if (!(error instanceof FilterRefusal)) return error.message;
  return [error.message, ...error.lines].join('\n');
}

/** Resolves when the stream wants more, and rejects where it is over. */
async function write(call: Call, events: readonly TraceEvent[]): Promise<void> {
  let wantsMore = true;
  for (const event of events) wantsMore = call.write(eventMessage(event));
  if (wantsMore) return;
  const left = new AbortController();
  const leave = () => left.abort();
  call.once('cancelled', leave);
  if (call.cancelled) leave();
  try {
    await once(call, 'drain', { signal: left.signal });
  } finally {
    call.off('cancelled', leave);
  }
}

function end(call: Call, subscription: Subscription): void {
  subscription.close();
  if (!call.cancelled) call.emit('error', { code: status.UNAVAILABLE, details: 'the server is going away' });
}
