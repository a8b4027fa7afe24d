/** sre.echo.v1.EchoService/Echo: one request, one reply. */

import type { EchoContext } from './context.ts';
import type { EchoHandlers } from './handlers.ts';

export function createEcho({ seenOf }: EchoContext): EchoHandlers['Echo'] {
  return (call, reply) => {
    reply(null, { message: call.request.message, seen: seenOf(call)(0) });
  };
}
