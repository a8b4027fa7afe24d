/** One event, all of it, explained: what the detail pane draws. */

import { streamOf as numberOf } from '../../formats/stream-of.ts';
import type { EventOf, Side, TraceEvent } from '../../trace/event.ts';
import { whole } from './amounts.ts';
import { connectionClosedNodes, connectionOpenedNodes, traceLostNodes } from './detail-connection.ts';
import { headerTable, http1Table } from './detail-fields.ts';
import { findingNodes } from './detail-finding.ts';
import { frameNodes } from './detail-frame.ts';
import { type Detail, type DetailNode, defined, type FieldTable, hexNumber } from './detail-node.ts';
import { http1Nodes, messageNodes, streamClosedNodes, streamOpenedNodes } from './detail-stream.ts';
import { FRAME_TYPES, meaningOf } from './meanings.ts';

export function detailOf(event: TraceEvent): Detail {
  return defined({
    title: titleOf(event),
    spec: event.kind === 'frame' ? meaningOf(FRAME_TYPES, event.frame.type)?.[1] : undefined,
    from: fromOf(event),
    nodes: nodesOf(event),
    tables: tablesOf(event),
  });
}

/** The stream of HTTP/2, or the number of the request on HTTP/1.1; undefined where the event is about the connection as a whole. */
export function streamOf(event: TraceEvent): number | undefined {
  return event.kind === 'frame' && event.frame.streamId === 0 ? undefined : numberOf(event);
}

function titleOf(event: TraceEvent): string {
  return `${event.kind === 'frame' ? 'frame' : 'event'} ${whole(event.seq)} · ${whatOf(event)}`;
}

function whatOf(event: TraceEvent): string {
  switch (event.kind) {
    case 'frame':
      return frameWords(event);
    case 'message':
      return `message #${event.message.index}`;
    case 'streamOpened':
      return 'stream opened';
    case 'streamClosed':
      return 'stream ended';
    case 'http1':
      return `HTTP/1.1 ${event.http1.from === 'CLIENT' ? 'request' : 'response'}${event.http1.stage === 'END' ? ', end' : ''}`;
    case 'finding':
      return 'finding';
    case 'connectionOpened':
      return 'connection opened';
    case 'connectionClosed':
      return 'connection closed';
    case 'traceLost':
      return 'trace lost';
  }
}

function frameWords({ frame }: EventOf<'frame'>): string {
  const { type, typeCode, flags, headers } = frame;
  if (type === 'UNKNOWN') return `UNKNOWN ${hexNumber(typeCode)}`;
  if (headers !== undefined) return `${type} (${headers.category.toLowerCase()})`;
  return flags.includes('ACK') ? `${type} (ack)` : type;
}

function fromOf(event: TraceEvent): Side | undefined {
  switch (event.kind) {
    case 'frame':
      return event.frame.from;
    case 'message':
      return event.message.from;
    case 'http1':
      return event.http1.from;
    default:
      return undefined;
  }
}

function nodesOf(event: TraceEvent): DetailNode[] {
  switch (event.kind) {
    case 'frame':
      return frameNodes(event);
    case 'message':
      return messageNodes(event.message);
    case 'streamOpened':
      return streamOpenedNodes(event.streamOpened);
    case 'streamClosed':
      return streamClosedNodes(event.streamClosed);
    case 'http1':
      return http1Nodes(event.http1);
    case 'finding':
      return findingNodes(event.finding);
    case 'connectionOpened':
      return connectionOpenedNodes(event.connectionOpened);
    case 'connectionClosed':
      return connectionClosedNodes(event.connectionClosed);
    case 'traceLost':
      return traceLostNodes(event.traceLost);
  }
}

function tablesOf(event: TraceEvent): FieldTable[] {
  if (event.kind === 'frame') return event.frame.headers === undefined ? [] : [headerTable(event.frame.headers)];
  if (event.kind !== 'http1') return [];
  const { fields, trailers } = event.http1;
  const tables: FieldTable[] = [];
  if (fields !== undefined) tables.push(http1Table('header fields', 'fields', fields));
  if (trailers !== undefined) tables.push(http1Table('trailers', 'trailers', trailers));
  return tables;
}
