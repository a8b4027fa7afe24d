/** sre.echo.v1.EchoService/EchoBidiStream: sends each message back as soon as it comes. */

import { readAsFastAsWritten } from '../back-pressure.ts';
import type { EchoContext } from './context.ts';
import type { EchoHandlers } from './handlers.ts';

export function createEchoBidiStream({ seenOf }: EchoContext): EchoHandlers['EchoBidiStream'] {
  return (call) => {
    const seenAt = seenOf(call);
    let received = 0;
    call.on('data', (request) => {
      call.write({ message: request.message, seen: seenAt(received) });
      received++;
    });
    call.on('end', () => call.end());
    readAsFastAsWritten(call);
  };
}
