/** sre.echo.v1.EchoService/EchoServerStream: sends the message `count` times, `intervalMs` apart. */

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { type ServerWritableStream, status } from '@grpc/grpc-js';

import type { EchoRequest__Output as EchoRequest } from '../../../gen/sre/echo/v1/EchoRequest.ts';
import type { SeenAt } from '../seen.ts';
import type { EchoContext } from './context.ts';
import type { EchoHandlers } from './handlers.ts';
import type { EchoReply } from './reply.ts';

/** Enough to see that replies are apart, and few enough to read in a terminal. */
const DEFAULT_COUNT = 3;

/** Keeps a server busy for a minute at full speed. A request for more is a slip, and would burn a core unseen. */
const MAX_COUNT = 1_000_000;

/** Longer than the idle timeouts that people look for with it: five minutes in Envoy, an hour in some load balancers. */
const MAX_INTERVAL_MS = 3_600_000;

type Call = ServerWritableStream<EchoRequest, EchoReply>;

export function createEchoServerStream({ seenOf }: EchoContext): EchoHandlers['EchoServerStream'] {
  return (call) => {
    const refusal = refusalOf(call.request);
    if (refusal !== undefined) {
      call.emit('error', { code: status.INVALID_ARGUMENT, details: refusal });
      return;
    }
    send(call, seenOf(call)).catch((error: unknown) => call.emit('error', error));
  };
}

/** Too much is refused and not clamped: who asked for it must not believe that it was done. */
function refusalOf({ count = DEFAULT_COUNT, intervalMs }: EchoRequest): string | undefined {
  if (count > MAX_COUNT) return `count ${count}: expected at most ${MAX_COUNT}`;
  if (intervalMs > MAX_INTERVAL_MS) return `interval_ms ${intervalMs}: expected at most ${MAX_INTERVAL_MS}`;
  return undefined;
}

async function send(call: Call, seenAt: SeenAt): Promise<void> {
  const { message, count = DEFAULT_COUNT, intervalMs } = call.request;
  const cancelled = new AbortController();
  call.on('cancelled', () => cancelled.abort());
  try {
    for (let index = 0; index < count && !call.cancelled; index++) {
      if (index > 0 && intervalMs > 0) await sleep(intervalMs, undefined, { signal: cancelled.signal });
      if (!call.write({ message, seen: seenAt(index) })) await once(call, 'drain', { signal: cancelled.signal });
    }
    call.end();
  } catch (error) {
    if (!cancelled.signal.aborted) throw error;
  }
}
