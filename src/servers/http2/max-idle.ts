import type { Http2Stream, ServerHttp2Session } from 'node:http2';

/**
 * gRFC A9: idle is a connection without open streams, from when the last of them ended, or from when it began.
 *
 * @param onIdle called once, unless the session closes before
 */
export function limitIdle(session: ServerHttp2Session, maxIdleMs: number, onIdle: () => void): void {
  let open = 0;
  let timer = setTimeout(onIdle, maxIdleMs);
  const onClose = () => {
    open -= 1;
    if (open > 0 || session.closed || session.destroyed) return;
    timer = setTimeout(onIdle, maxIdleMs);
  };
  session.on('stream', (stream: Http2Stream) => {
    open += 1;
    clearTimeout(timer);
    stream.once('close', onClose);
  });
  session.once('close', () => clearTimeout(timer));
}
