/** sre.echo.v1.EchoService/EchoBidiStream: sends each message back as soon as it comes, `count` times, `intervalMs` apart. */

import type { EchoContext } from './context.ts';
import type { EchoHandlers } from './handlers.ts';
import { ReplyStream } from './reply-stream.ts';

export function createEchoBidiStream({ seenOf, statusOf, faultOf }: EchoContext): EchoHandlers['EchoBidiStream'] {
  return (call) => {
    const seen = seenOf(call);
    let received = 0;
    const seenOfReply = () => seen.at(received - 1);
    const replies = new ReplyStream(call, { defaultCount: 1, seenOfReply, statusOf, faultOf });
    call.on('data', (request) => {
      received++;
      seen.received(request);
      // The next request waits for the replies to this one, and so for a client that does not read them.
      call.pause();
      void replies.reply(request).then(() => call.resume());
    });
    call.on('end', () => replies.end());
  };
}
