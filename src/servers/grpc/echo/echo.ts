/** sre.echo.v1.EchoService/Echo: one request, one reply. */

import type { EchoServiceHandlers } from '../../../gen/sre/echo/v1/EchoService.ts';
import { createSeen } from '../seen.ts';
import type { EchoContext } from './context.ts';

export function createEcho({ isSecret }: EchoContext): EchoServiceHandlers['Echo'] {
  return (call, reply) => {
    reply(null, { message: call.request.message, seen: createSeen(call, isSecret)(0) });
  };
}
