/** sre.echo.v1.EchoService/EchoBidiStream: sends each message back as soon as it comes. */

import type { EchoServiceHandlers } from '../../../gen/sre/echo/v1/EchoService.ts';
import { readAsFastAsWritten } from '../back-pressure.ts';
import { createSeen } from '../seen.ts';
import type { EchoContext } from './context.ts';

export function createEchoBidiStream({ isSecret }: EchoContext): EchoServiceHandlers['EchoBidiStream'] {
  return (call) => {
    const seenAt = createSeen(call, isSecret);
    let received = 0;
    call.on('data', (request) => {
      call.write({ message: request.message, seen: seenAt(received) });
      received++;
    });
    call.on('end', () => call.end());
    readAsFastAsWritten(call);
  };
}
