/** sre.echo.v1.EchoService/EchoServerStream: sends the message `count` times, `intervalMs` apart. */

import type { EchoContext } from './context.ts';
import type { EchoHandlers } from './handlers.ts';
import { ReplyStream } from './reply-stream.ts';

/** Enough to see that replies are apart, and few enough to read in a terminal. */
const DEFAULT_COUNT = 3;

export function createEchoServerStream({ seenOf, statusOf, faultOf }: EchoContext): EchoHandlers['EchoServerStream'] {
  return (call) => {
    const seen = seenOf(call);
    seen.received(call.request);
    const seenOfReply = (n: number) => seen.at(n);
    const replies = new ReplyStream(call, { defaultCount: DEFAULT_COUNT, seenOfReply, statusOf, faultOf });
    void replies.reply(call.request).then(() => replies.end());
  };
}
