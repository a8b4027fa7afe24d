/** sre.echo.v1.EchoService/EchoClientStream: replies once, when the client has half-closed, with the last message. */

import type { EchoContext } from './context.ts';
import type { EchoHandlers } from './handlers.ts';

export function createEchoClientStream({ seenOf }: EchoContext): EchoHandlers['EchoClientStream'] {
  return (call, reply) => {
    const seenAt = seenOf(call);
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
