/**
 * What draft-pardue-httpbis-qlog-h2-events has no event for, in a namespace of our own: connections, streams, messages,
 * HTTP/1.1, findings, losses. Where the QUIC events draft has an event for the like, its name and fields are used.
 *
 * Closed sets of values (`how`, `origin`, `severity` …) keep the words of the trace event.
 */

import type {
  Address,
  ConnectionClosed,
  ConnectionOpened,
  Finding,
  Http1,
  Message,
  StreamClosed,
  TraceEvent,
  TraceLost,
} from '../trace/event.ts';
import { hex, uintHex } from './hex.ts';
import { protobufText } from './protobuf-text.ts';
import { httpField, initiator, type QlogData, snakeKeys } from './qlog-data.ts';
import { rfc3339 } from './time.ts';

export type OwnEvent = Exclude<TraceEvent, { readonly kind: 'frame' }>;

/** Types of events in our namespace. */
export const OWN_TYPES: { readonly [kind in OwnEvent['kind']]: string } = {
  connectionOpened: 'connection_started',
  connectionClosed: 'connection_closed',
  streamOpened: 'stream_state_updated',
  streamClosed: 'stream_state_updated',
  message: 'message',
  http1: 'http1',
  finding: 'finding',
  traceLost: 'trace_lost',
};

export function ownData(event: OwnEvent): QlogData {
  switch (event.kind) {
    case 'connectionOpened':
      return connectionStarted(event.connectionOpened);
    case 'connectionClosed':
      return connectionClosed(event.connectionClosed);
    case 'streamOpened':
      return { new: 'open', ...snakeKeys(event.streamOpened) };
    case 'streamClosed':
      return streamClosed(event.streamClosed);
    case 'message':
      return message(event.message);
    case 'http1':
      return http1(event.http1);
    case 'finding':
      return finding(event.finding);
    case 'traceLost':
      return traceLost(event.traceLost);
  }
}

function connectionStarted({ peer, local, proxyProtocol, pairedConn, ...rest }: ConnectionOpened): QlogData {
  const [server, client] = rest.role === 'SERVER' ? [local, peer] : [peer, local];
  return {
    local: endpoint(server),
    remote: endpoint(client),
    ...snakeKeys(rest),
    proxy_protocol: proxyProtocol && {
      version: proxyProtocol.version,
      source: endpoint(proxyProtocol.source),
      destination: endpoint(proxyProtocol.destination),
    },
    paired_group_id: pairedConn,
  };
}

/** TupleEndpointInfo of the QUIC events draft. */
function endpoint({ address, port }: Address): QlogData {
  return address.includes(':') ? { ip_v6: address, port_v6: port } : { ip_v4: address, port_v4: port };
}

function connectionClosed({ endedBy, how, error, frames, firstBytes, ...rest }: ConnectionClosed): QlogData {
  return {
    initiator: endedBy && initiator(endedBy),
    trigger: how.toLowerCase(),
    reason: error,
    frames: frames.map(({ from, type, count }) => ({
      initiator: initiator(from),
      frame_type: type.toLowerCase(),
      count,
    })),
    ...snakeKeys(rest),
    first_bytes: firstBytes?.map(({ from, ...bytes }) => ({ initiator: initiator(from), ...snakeKeys(bytes) })),
  };
}

function streamClosed({ endedBy, ...rest }: StreamClosed): QlogData {
  return { new: 'closed', trigger: initiator(endedBy), ...snakeKeys(rest) };
}

/** Compressed-Flag and Message-Length, https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md. */
const MESSAGE_PREFIX_BYTES = 5;

/** Property by property: `json` and `fields` are computed when they are read, and need not be own properties. */
function message(message: Message): QlogData {
  const { json, fields } = message;
  return {
    stream_id: message.streamId,
    initiator: initiator(message.from),
    rpc: message.rpc,
    index: message.index,
    compressed: message.compressed,
    encoding: message.encoding,
    first_frame: message.firstFrame,
    last_frame: message.lastFrame,
    raw: {
      length: MESSAGE_PREFIX_BYTES + message.length,
      payload_length: message.length,
      data: messageBytes(message),
    },
    // As text: names of qlog fields are lower case, and those in a message are its own.
    json: json === undefined ? undefined : JSON.stringify(json),
    fields: fields === undefined ? undefined : protobufText(fields),
  };
}

/** The first bytes of the message with its prefix, as far as a preview was kept. */
function messageBytes({ compressed, length, preview }: Message): string | undefined {
  if (preview.length === 0) return undefined;
  return uintHex(compressed ? 1 : 0, 1) + uintHex(length, 4) + hex(preview);
}

function http1({ from, fields, trailers, ...rest }: Http1): QlogData {
  return {
    initiator: initiator(from),
    ...snakeKeys(rest),
    fields: fields?.map(httpField),
    trailers: trailers?.map(httpField),
  };
}

function finding({ firstTime, lastTime, ...rest }: Finding): QlogData {
  return { ...snakeKeys(rest), first_time: rfc3339(firstTime), last_time: rfc3339(lastTime) };
}

function traceLost({ from, ...rest }: TraceLost): QlogData {
  return { initiator: from && initiator(from), ...snakeKeys(rest) };
}
