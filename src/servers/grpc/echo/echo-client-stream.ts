/** sre.echo.v1.EchoService/EchoClientStream: replies once, when the client has half-closed, with the last message. */

import type { EchoServiceHandlers } from '../../../gen/sre/echo/v1/EchoService.ts';
import { createSeen } from '../seen.ts';
import type { EchoContext } from './context.ts';

export function createEchoClientStream({ isSecret }: EchoContext): EchoServiceHandlers['EchoClientStream'] {
  return (call, reply) => {
    const seenAt = createSeen(call, isSecret);
    let received = 0;
    let message = '';
    call.on('data', (request) => {
      received++;
      message = request.message;
    });
    call.on('end', () => {
      reply(null, { message, seen: seenAt(received === 0 ? undefined : received - 1) });
    });
  };
}
