import type { WebSocket } from 'ws';

/** More often than the idle timeouts of what is between a reader and us: 60 s with nginx and most load balancers. */
const PING_INTERVAL_MS = 30_000;

/**
 * A tab in the background, or in a debugger, reads nothing for minutes and is still there: it may read on, and is then told what it has
 * lost. Whose network is gone, TCP keep-alive finds before.
 */
const MAX_UNANSWERED_PINGS = 10;

/** Ends a connection that has answered none of many PINGs, RFC 6455 §5.5.2: any message is a sign of life. */
export function keepWatch(webSocket: WebSocket): void {
  let unanswered = 0;
  const isAlive = () => {
    unanswered = 0;
  };
  const timer = setInterval(() => {
    if (unanswered >= MAX_UNANSWERED_PINGS) webSocket.terminate();
    else webSocket.ping();
    unanswered++;
  }, PING_INTERVAL_MS);
  timer.unref();
  webSocket.on('pong', isAlive);
  webSocket.on('message', isAlive);
  webSocket.once('close', () => clearInterval(timer));
}
