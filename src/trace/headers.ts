/** HEADERS, PUSH_PROMISE and CONTINUATION: the header lists they carry, and the requests and responses that those are. */

import { DEFAULT_MAX_LIST_SIZE } from '../wire/hpack/decoder.ts';
import type { HeaderField as WireField } from '../wire/hpack/header-field.ts';
import type { HpackError } from '../wire/hpack/hpack-error.ts';
import { ERROR_CODE } from '../wire/http2/error-code.ts';
import type { Frame as WireFrame } from '../wire/http2/frame.ts';
import { type CompleteBlock, MAX_HEADER_BLOCK, type UnreadableBlock } from '../wire/http2/header-block.ts';
import type { Violation } from '../wire/violation.ts';
import type { Direction } from './direction.ts';
import { emitFrame } from './emit-frame.ts';
import type { Headers, HeadersCategory, TraceEvent } from './event.ts';
import type { EventSource } from './event-source.ts';
import { headersEvent } from './frame-event.ts';
import { redacted } from './header-fields.ts';
import { HeaderList } from './header-list.ts';
import type { Http2Options } from './http2-options.ts';
import { MAX_OPEN_STREAMS, type StreamTable } from './stream-table.ts';

/** A header block that has ended. */
export type EndedBlock = CompleteBlock | UnreadableBlock;

/** What came of a block; and why that is not the whole list. */
interface Decoded {
  readonly list: HeaderList;
  readonly listSize: number;
  readonly incomplete: string | undefined;
  readonly violation: Violation | undefined;
}

export class HeaderTrace {
  private readonly source: EventSource;
  private readonly streams: StreamTable;
  private readonly client: Direction;
  private readonly server: Direction;
  private readonly options: Http2Options;
  private saidTooMany = false;

  constructor(source: EventSource, streams: StreamTable, client: Direction, server: Direction, options: Http2Options) {
    this.source = source;
    this.streams = streams;
    this.client = client;
    this.server = server;
    this.options = options;
  }

  /** @param wire the frame that ends `block` */
  blockEnd(
    direction: Direction,
    wire: WireFrame,
    block: EndedBlock,
    violation: Violation | undefined,
    time: number,
    out: TraceEvent[],
  ): void {
    const decoded = this.decode(direction, block);
    const category = this.category(direction, block, decoded);
    const headers = shownHeaders(direction, block, decoded, category);
    const frame = headersEvent(direction.from, wire, headers, violation ?? decoded.violation);
    emitFrame(this.source, direction, frame, time, out);
    this.apply(direction, block, category, decoded.list, time, out);
  }

  private decode(direction: Direction, block: EndedBlock): Decoded {
    if (block.outcome === 'UNREADABLE') direction.lose(UNREADABLE_REASONS[block.reason]);
    if (block.outcome === 'UNREADABLE' || direction.lost !== undefined) {
      return { list: NOTHING, listSize: 0, incomplete: direction.lost, violation: undefined };
    }
    const { fields: sent, listSize, truncated, error } = direction.hpack.decode(block.block);
    const list = this.list(direction, sent, listSize);
    if (error !== undefined) {
      direction.lose(`HPACK decoding failed: ${error.reason} (${error.spec})`);
      return { list, listSize, incomplete: direction.lost, violation: compressionError(error) };
    }
    const incomplete = truncated ? `only the first ${DEFAULT_MAX_LIST_SIZE} bytes of the list are shown` : undefined;
    return { list, listSize, incomplete, violation: undefined };
  }

  private list(direction: Direction, sent: readonly WireField[], listSize: number): HeaderList {
    const { isSecret } = this.options;
    const known = direction.recentLists.find(sent, isSecret);
    if (known !== undefined) return known;
    const list = new HeaderList(sent, redacted(sent, isSecret));
    direction.recentLists.add(list, listSize);
    return list;
  }

  /** From the fields; where they do not tell, from what the stream still lacks. */
  private category(direction: Direction, block: EndedBlock, { list, incomplete }: Decoded): HeadersCategory {
    if (block.kind === 'PUSH_PROMISE') return 'PUSH';
    if (list.category !== undefined) return list.category;
    if (direction === this.client) return this.streams.isNew(block.streamId) ? 'REQUEST' : 'TRAILERS';
    const stream = this.streams.get(block.streamId);
    // Of a stream that is not followed, a whole list without pseudo-header fields can only be its trailers.
    if (stream === undefined) return incomplete === undefined ? 'TRAILERS' : 'RESPONSE';
    return stream.response.startedAt === undefined ? 'RESPONSE' : 'TRAILERS';
  }

  /** What the list means to its stream. */
  private apply(
    direction: Direction,
    block: EndedBlock,
    category: HeadersCategory,
    list: HeaderList,
    time: number,
    out: TraceEvent[],
  ): void {
    if (category === 'PUSH') this.promise(direction, block.promisedStreamId, list, time, out);
    else if (direction === this.client) this.open(block.streamId, list, false, time, out);
    else this.respond(block.streamId, category, list, time);
  }

  private respond(streamId: number, category: HeadersCategory, list: HeaderList, time: number): void {
    const stream = this.streams.get(streamId);
    // What comes behind the end of a response changes nothing of it.
    if (stream === undefined || stream.server.ended || category === 'INFORMATIONAL') return;
    stream.response.startedAt ??= time;
    if (category === 'RESPONSE') stream.respond(list, this.options.previews);
    else if (category === 'TRAILERS') stream.trail(list);
  }

  /** RFC 9113 §8.4: only servers promise, and only streams with even numbers. */
  private promise(direction: Direction, streamId: number, list: HeaderList, time: number, out: TraceEvent[]): void {
    if (direction === this.server && streamId % 2 === 0) this.open(streamId, list, true, time, out);
  }

  private open(streamId: number, list: HeaderList, pushed: boolean, time: number, out: TraceEvent[]): void {
    const { client, server } = this;
    if (!this.streams.isNew(streamId)) return;
    const stream = this.streams.open(streamId, time, client.initialStreamWindow, server.initialStreamWindow);
    if (stream === undefined) {
      this.sayTooMany(time, out);
      return;
    }
    // RFC 9113 §8.4: a pushed request has no body.
    stream.client.ended = pushed;
    out.push(this.source.streamOpened(time, stream.request(list, this.options.previews)));
  }

  private sayTooMany(time: number, out: TraceEvent[]): void {
    if (this.saidTooMany) return;
    this.saidTooMany = true;
    const reason = `more than ${MAX_OPEN_STREAMS} streams are open at once: the others are shown as frames only`;
    out.push(this.source.traceLost(time, { reason, dropped: 0 }));
  }
}

const NOTHING = new HeaderList([], []);

const UNREADABLE_REASONS: Readonly<Record<UnreadableBlock['reason'], string>> = {
  TOO_LONG: `a header block was longer than the ${MAX_HEADER_BLOCK} bytes that are held here`,
  MALFORMED: 'a frame of a header block could not be read',
};

function shownHeaders(
  direction: Direction,
  { blockLength }: EndedBlock,
  { list: { shown: fields }, listSize, incomplete }: Decoded,
  category: HeadersCategory,
): Headers {
  const { tableSize } = direction.hpack;
  return incomplete === undefined
    ? { category, fields, blockLength, listSize, tableSize }
    : { category, fields, blockLength, listSize, tableSize, incomplete };
}

/**
 * RFC 9113 §4.3: a block that cannot be decoded is a connection error of this type.
 *
 * @returns undefined where it could be, by somebody with other limits than ours
 */
function compressionError(error: HpackError): Violation | undefined {
  if (error.kind === 'TABLE_TOO_LARGE' || error.kind === 'BLOCK_TOO_LONG') return undefined;
  return { errorCode: ERROR_CODE.COMPRESSION_ERROR, scope: 'CONNECTION', reason: error.reason, spec: error.spec };
}
