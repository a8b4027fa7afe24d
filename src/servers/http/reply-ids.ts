/** The ids that replies over HTTP/1.1 carry. */

import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { factsOf } from '../connection-facts.ts';
import { replyIds, type TraceresponseOf } from '../reply-ids.ts';
import { numberRequest, requestCountOf, requestNumberOf } from '../request-number.ts';

type Ids = ReturnType<typeof replyIds>;

/** Node makes one for each request, also for those that it answers itself: without Host, or with an expectation that it does not know. */
export function responseClass(traceresponseOf: TraceresponseOf): typeof ServerResponse {
  return class<Request extends IncomingMessage> extends ServerResponse<Request> {
    constructor(...made: ConstructorParameters<typeof ServerResponse<Request>>) {
      super(...made);
      const [request] = made;
      numberRequest(request, request.socket);
      const ids = idsOfRequest(request, traceresponseOf(request.headers.traceparent));
      for (const [name, value] of Object.entries(ids)) this.setHeader(name, value);
    }
  };
}

/** @param request one that is counted */
export function idsOfRequest(request: IncomingMessage, traceresponse?: string): Ids {
  const connection = factsOf(request.socket);
  const number = requestNumberOf(request);
  return connection === undefined || number === undefined ? {} : replyIds(connection.id, number - 1, traceresponse);
}

/** For the answer to what is no request. */
export function idsOfNext(socket: Socket): Ids {
  const connection = factsOf(socket);
  return connection === undefined ? {} : replyIds(connection.id, requestCountOf(socket));
}
