/** The methods of sre.echo.v1.EchoService, one file each. */

import type { EchoServiceHandlers } from '../../../gen/sre/echo/v1/EchoService.ts';
import type { EchoContext } from './context.ts';
import { createEcho } from './echo.ts';
import { createEchoBidiStream } from './echo-bidi-stream.ts';
import { createEchoClientStream } from './echo-client-stream.ts';
import { createEchoServerStream } from './echo-server-stream.ts';

export function createEchoMethods(context: EchoContext): EchoServiceHandlers {
  return {
    Echo: createEcho(context),
    EchoServerStream: createEchoServerStream(context),
    EchoClientStream: createEchoClientStream(context),
    EchoBidiStream: createEchoBidiStream(context),
  };
}
