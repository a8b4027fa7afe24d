/**
 * A request as a command that sends it again: grpcurl for gRPC, curl for all else. What the trace does not have stands in the command as
 * `<…>`, so that it does not silently send another request, and is told in the notes.
 */

import type { ConnectionOpened, EventOf, TraceEvent } from '../../trace/event.ts';
import { curlHttp1, curlHttp2 } from './call-again-curl.ts';
import { grpcurl } from './call-again-grpcurl.ts';
import type { Again, Http2Request } from './call-again-parts.ts';

export type { Again } from './call-again-parts.ts';

/** "/package.Service/Method" */
const RPC_PATH = /^\/[^/]+\/[^/]+$/;

/**
 * @param events of one stream, or of one request on HTTP/1.1, oldest first
 * @param opened of their connection, where it is known
 * @returns undefined where the head of the request is not among them
 */
export function callAgain(events: readonly TraceEvent[], opened?: ConnectionOpened): Again | undefined {
  const connection = opened ?? events.find((event) => event.kind === 'connectionOpened')?.connectionOpened;
  const head = events.find(isRequestHead);
  if (head === undefined) return http1Again(events, connection);
  const request = http2Request(head, events, connection);
  const contentType = request.fields.find(({ name }) => name === 'content-type')?.value ?? '';
  const isRpc = /^application\/grpc(?:[+;]|$)/i.test(contentType) && RPC_PATH.test(request.path);
  return isRpc ? grpcurl(request) : curlHttp2(request);
}

function http1Again(events: readonly TraceEvent[], opened: ConnectionOpened | undefined): Again | undefined {
  const ofClient = events.filter((event) => event.kind === 'http1').filter(({ http1 }) => http1.from === 'CLIENT');
  const head = ofClient.find(({ http1 }) => http1.stage === 'HEAD')?.http1;
  if (head === undefined) return undefined;
  const end = ofClient.find(({ http1 }) => http1.stage === 'END' && http1.index === head.index)?.http1;
  return curlHttp1(head, end, opened);
}

function http2Request(
  { frame, conn }: RequestHead,
  events: readonly TraceEvent[],
  opened: ConnectionOpened | undefined,
): Http2Request {
  const fields = frame.headers.fields;
  const pseudo = (name: string) => fields.find((field) => field.name === name)?.value ?? '';
  const isOurs = (event: TraceEvent) => event.conn === conn;
  return {
    method: pseudo(':method'),
    scheme: pseudo(':scheme'),
    authority: pseudo(':authority') || pseudo('host'),
    path: pseudo(':path'),
    fields,
    messages: events
      .filter((event) => event.kind === 'message')
      .filter((event) => isOurs(event) && event.message.from === 'CLIENT' && event.message.streamId === frame.streamId)
      .map(({ message }) => message),
    data: events
      .filter((event) => event.kind === 'frame')
      .filter((event) => isOurs(event) && event.frame.from === 'CLIENT' && event.frame.streamId === frame.streamId)
      .map((event) => event.frame.data)
      .filter((data) => data !== undefined),
    opened,
  };
}

type RequestFrame = EventOf<'frame'>['frame'] & { readonly headers: NonNullable<EventOf<'frame'>['frame']['headers']> };
type RequestHead = EventOf<'frame'> & { readonly frame: RequestFrame };

function isRequestHead(event: TraceEvent): event is RequestHead {
  return event.kind === 'frame' && event.frame.headers?.category === 'REQUEST';
}
