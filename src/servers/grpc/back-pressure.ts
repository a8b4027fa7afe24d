/** Back-pressure across a bidirectional call. */

import type { ServerDuplexStream } from '@grpc/grpc-js';

/**
 * Reads the client's messages no faster than the client reads ours: who sends and does not read must wait, and not fill our
 * memory. To be called after the handler's own 'data' listener is there, since it looks at what that has written.
 */
export function readAsFastAsWritten<Request, Response>(call: ServerDuplexStream<Request, Response>): void {
  call.on('data', () => {
    if (call.writableNeedDrain) call.pause();
  });
  call.on('drain', () => call.resume());
}
