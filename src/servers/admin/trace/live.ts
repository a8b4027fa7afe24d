/** `/api/trace/live`: the trace as it happens, as JSON arrays of events on a WebSocket. */

import type { IncomingMessage } from 'node:http';

import type { RawData, WebSocket } from 'ws';

import { formatJson } from '../../../formats/json.ts';
import type { Subscription } from '../../../sinks/subscription.ts';
import type { TraceEvent } from '../../../trace/event.ts';
import { factsOf } from '../../connection-facts.ts';
import { noHandshake } from '../../http/no-handshake.ts';
import { targetOf } from '../../http/target.ts';
import {
  asBytes,
  createWebSockets,
  GOING_AWAY,
  GOING_AWAY_WORDS,
  type WebSockets,
} from '../../http/web-socket-server.ts';
import type { AdminEndpoint } from '../endpoint.ts';
import { type Answer, createCommands } from './commands.ts';
import { deliver } from './deliver.ts';
import type { TraceDelivery } from './delivery.ts';
import { anyText, readQuery, wholeNumber } from './query.ts';
import { type Asked, checkedOptions, subscribe } from './subscribe.ts';
import { telling } from './telling.ts';
import { keepWatch } from './watch-pongs.ts';

export const LIVE_PATH = '/api/trace/live';

/** A longer message closes the connection; up to here one that is too long gets an answer. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** RFC 6455 §7.4.1, registered by IANA: "Try Again Later". */
const TRY_AGAIN_LATER = 1013;

/** @throws Refusal */
function askedOf(request: IncomingMessage): Asked {
  return readQuery(request, { filter: anyText, replay: wholeNumber(0), since: wholeNumber(0) });
}

/** For requests that get no WebSocket: why not. */
export function createLiveEndpoint(delivery: TraceDelivery): AdminEndpoint {
  return {
    method: 'GET',
    path: LIVE_PATH,
    example: { isWebSocket: true },
    summary: 'WebSocket: the trace as it happens, or what matches ?filter=&replay=&since=',
    handle: telling((request, reply) => {
      checkedOptions(askedOf(request.raw), delivery);
      throw noHandshake(request, reply);
    }),
  };
}

/** @param isAdmitted whether who asks may; who may not is answered as with any other request */
export function createLiveWebSockets(
  delivery: TraceDelivery,
  isAdmitted: (request: IncomingMessage) => boolean,
): WebSockets {
  const webSockets = createWebSockets({
    maxMessageBytes: MAX_MESSAGE_BYTES,
    isFor: (request) => targetOf(request).path === LIVE_PATH && isAdmitted(request) && isGood(request, delivery),
    serve: (webSocket, request) => serve(webSocket, request, delivery),
  });
  // Each ends with its subscription, when that has been told to its end.
  return { ...webSockets, drain() {} };
}

/** What is wrong with a request is told in HTTP's words, by the endpoint. */
function isGood(request: IncomingMessage, delivery: TraceDelivery): boolean {
  try {
    checkedOptions(askedOf(request), delivery);
    return request.method === 'GET';
  } catch {
    return false;
  }
}

function serve(webSocket: WebSocket, request: IncomingMessage, delivery: TraceDelivery): void {
  const subscription = subscribed(webSocket, request, delivery);
  if (subscription === undefined) return;
  const answer = createCommands(subscription, delivery.compile);
  webSocket.on('message', (data: RawData) => {
    // Nothing more is read until the answer is out: a client that does not read must not fill our memory.
    webSocket.pause();
    send(webSocket, answer(asBytes(data))).then(
      () => webSocket.resume(),
      () => {},
    );
  });
  webSocket.once('close', () => subscription.close());
  keepWatch(webSocket);
  deliver(subscription, (events) => send(webSocket, events), delivery.pace).then(
    () => webSocket.close(GOING_AWAY, GOING_AWAY_WORDS),
    () => webSocket.terminate(),
  );
}

/** The last place may have been taken during the handshake. */
function subscribed(webSocket: WebSocket, request: IncomingMessage, delivery: TraceDelivery): Subscription | undefined {
  try {
    return subscribe(askedOf(request), delivery, factsOf(request.socket)?.id);
  } catch (error) {
    webSocket.close(TRY_AGAIN_LATER, error instanceof Error ? error.message : '');
    return undefined;
  }
}

/** Events as an array, all else as an object: so a reader tells them apart. Resolves when the socket has taken it. */
function send(webSocket: WebSocket, what: readonly TraceEvent[] | Answer): Promise<void> {
  const text = 'length' in what ? `[${what.map(formatJson).join(',')}]` : JSON.stringify(what);
  return new Promise((resolve, reject) => {
    webSocket.send(text, (error) => (error ? reject(error) : resolve()));
  });
}
