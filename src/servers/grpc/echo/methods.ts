/** The methods of sre.echo.v1.EchoService, one file each. */

import type { EchoContext } from './context.ts';
import { createEcho } from './echo.ts';
import { createEchoBidiStream } from './echo-bidi-stream.ts';
import { createEchoClientStream } from './echo-client-stream.ts';
import { createEchoServerStream } from './echo-server-stream.ts';
import type { EchoHandlers } from './handlers.ts';

export function createEchoMethods(context: EchoContext): EchoHandlers {
  return {
    Echo: createEcho(context),
    EchoServerStream: createEchoServerStream(context),
    EchoClientStream: createEchoClientStream(context),
    EchoBidiStream: createEchoBidiStream(context),
  };
}
