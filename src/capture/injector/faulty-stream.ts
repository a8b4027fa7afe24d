import type { Stage, TransportFault } from '../../faults/fault.ts';
import { parseContentType } from '../../wire/grpc/content-type.ts';
import type { HeaderBlock } from '../../wire/hpack/header-block.ts';
import type { HeaderField } from '../../wire/hpack/header-field.ts';
import { concatBytes, NO_BYTES } from '../../wire/http2/byte-slices.ts';
import { ContentFaults } from './content-faults.ts';
import { MessageCounter, type MessagePart } from './message-counter.ts';
import { type Replacement, replacementFor, withoutGrpcStatus } from './replacements.ts';
import type { ResponseBlocks } from './response-blocks.ts';
import { type StagedFault, StagedFaults } from './stage.ts';
import { StreamWriter, type WriterHost } from './stream-writer.ts';

export interface StreamHost extends WriterHost {
  readonly blocks: ResponseBlocks;
  /** Does a fault that is of the connection: it may end this stream. */
  perform(fault: StagedFault): void;
  /** What the client allows us to send on a stream that has not been answered yet. */
  windowOf(streamId: number): number;
  /** Credit for the server in place of that of its client. */
  creditServer(streamId: number, increment: number): void;
  /** The client gets nothing more of the stream: the server is told so, if it does not end it soon. */
  abandon(streamId: number): void;
}

/**
 * One answer on its way to the client, with what was asked to go wrong with it. Takes the frames of the server for this stream
 * and sends what the client shall see in their place.
 */
export class FaultyStream {
  readonly id: number;
  readonly writer: StreamWriter;
  readonly #host: StreamHost;
  readonly #staged: StagedFaults;
  readonly #content: ContentFaults;
  readonly #messages = new MessageCounter();
  readonly #faults: readonly TransportFault[];
  #dataFrames = 0;
  #hasBegun = false;
  #isGrpc = false;
  /** The client gets nothing more of it. */
  #isOver = false;
  /** The server has said its last word, and some of it waits for room in the client's windows. */
  isReleased = false;

  constructor(id: number, faults: readonly TransportFault[], host: StreamHost) {
    this.id = id;
    this.#host = host;
    this.#faults = faults;
    this.#staged = new StagedFaults(faults);
    this.#content = new ContentFaults(faults);
    this.writer = new StreamWriter(id, faults, host, host.windowOf(id));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** What was asked for. */
  get faults(): readonly TransportFault[] {
    return this.#faults;
  }

  has(kind: TransportFault['kind']): boolean {
    return this.#faults.some((fault) => fault.kind === kind);
  }

  /** What is to happen as soon as it is asked for. */
  start(): void {
    this.#fire('ONCE');
  }

  /** A whole header block of the server. */
  headers(block: Uint8Array, endStream: boolean): void {
    const { blocks } = this.#host;
    const read = blocks.read(block);
    if (this.#isOver) blocks.drop(read);
    else if (isInformational(read.fields)) this.#pass(block, read, false);
    else if (this.#hasBegun) this.#trailers(block, read);
    else this.#head(block, read, endStream);
  }

  /** @param content without padding; @param length of the whole payload, which is what flow control counts */
  data(content: Uint8Array, length: number, endStream: boolean): void {
    if (this.#isOver) {
      this.#host.dropData(length);
      return;
    }
    this.#drop(length - content.length);
    this.#dataFrames += 1;
    const rest = this.#parts(content);
    if (!this.#isOver) this.#endData(rest, content.length === 0, endStream);
  }

  /** The client gets no more of it. @param isAbandoned the server is told */
  end(isAbandoned: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (isAbandoned) this.#host.abandon(this.id);
  }

  #pass(block: Uint8Array, read: HeaderBlock, endStream: boolean): void {
    const { blocks } = this.#host;
    this.writer.headers(
      this.writer.isWaiting ? blocks.passLater(block, read) : () => blocks.pass(block, read),
      endStream,
    );
  }

  #head(block: Uint8Array, read: HeaderBlock, endStream: boolean): void {
    const { blocks } = this.#host;
    this.#hasBegun = true;
    this.#fire('BEFORE_HEADERS');
    if (endStream && !this.#isOver) this.#fire('BEFORE_TRAILERS');
    const replacement = replacementFor(this.#faults);
    if (this.#isOver) {
      blocks.drop(read);
    } else if (replacement !== undefined) {
      blocks.drop(read);
      this.#replace(replacement);
    } else if (endStream) {
      this.#trailersOnly(block, read);
    } else {
      this.#isGrpc = isGrpc(read.fields);
      this.#pass(block, read, false);
    }
    this.#fire('AFTER_HEADERS');
  }

  #replace({ fields, body }: Replacement): void {
    this.writer.headers(() => this.#host.blocks.encode(fields), body.length === 0);
    if (body.length > 0) this.writer.ownData(body, true);
    this.end(true);
  }

  /** The one block is head and trailers at a time. */
  #trailersOnly(block: Uint8Array, read: HeaderBlock): void {
    const { blocks } = this.#host;
    const endsWithData = this.has('NO_TRAILERS');
    if (endsWithData || this.has('NO_GRPC_STATUS')) {
      blocks.drop(read);
      this.writer.headers(() => blocks.encode(withoutGrpcStatus(read.fields)), !endsWithData);
      if (endsWithData) this.writer.data(NO_BYTES, true);
    } else {
      this.#pass(block, read, true);
    }
    this.#isOver = true;
  }

  #trailers(block: Uint8Array, read: HeaderBlock): void {
    const { blocks } = this.#host;
    this.#fire('BEFORE_TRAILERS');
    if (!this.#isOver && !this.has('NO_TRAILERS') && !this.has('NO_GRPC_STATUS')) {
      this.#pass(block, read, true);
    } else {
      blocks.drop(read);
      if (!this.#isOver) this.#endWithout(read);
    }
    this.#isOver = true;
  }

  #endWithout({ fields }: HeaderBlock): void {
    if (this.has('NO_TRAILERS')) this.writer.data(NO_BYTES, true);
    else this.writer.headers(() => this.#host.blocks.encode(withoutGrpcStatus(fields)), true);
  }

  /** @returns what is to be sent and was not yet: DATA is cut only where something happens */
  #parts(content: Uint8Array): Uint8Array {
    let rest: Uint8Array[] = [];
    let dropped = 0;
    for (const part of this.#partsOf(content)) {
      const bytes = this.#isOver ? NO_BYTES : this.#content.apply(part);
      dropped += part.bytes.length - bytes.length;
      rest.push(bytes);
      const due = part.isEnd && !this.#isOver ? this.#staged.take('AFTER_MESSAGE', part.message) : [];
      if (due.length === 0) continue;
      this.#sendData(concatBytes(rest));
      rest = [];
      this.#do(due);
    }
    this.#drop(dropped);
    return concatBytes(rest);
  }

  #endData(rest: Uint8Array, isEmpty: boolean, endStream: boolean): void {
    if (endStream && !this.#staged.waitsFor('BEFORE_TRAILERS')) {
      this.writer.data(rest, true);
      this.#isOver = true;
      return;
    }
    if (isEmpty && !endStream) this.writer.data(NO_BYTES, false);
    this.#sendData(rest);
    if (!endStream) return;
    this.#fire('BEFORE_TRAILERS');
    if (!this.#isOver) this.writer.data(NO_BYTES, true);
    this.#isOver = true;
  }

  /** Of an answer that goes on: its server waits for the credit of the stream, too. */
  #drop(bytes: number): void {
    this.#host.dropData(bytes);
    const increment = this.writer.credit.removed(bytes);
    if (increment > 0 && !this.#isOver) this.#host.creditServer(this.id, increment);
  }

  #sendData(bytes: Uint8Array): void {
    if (bytes.length > 0) this.writer.data(bytes, false);
  }

  /** Of HTTP that is no gRPC each DATA frame counts as a message. */
  #partsOf(content: Uint8Array): readonly MessagePart[] {
    if (this.#isGrpc) return this.#messages.split(content);
    const message = this.#dataFrames;
    return content.length === 0 ? [] : [{ message, offset: 0, bytes: content, total: undefined, isEnd: true }];
  }

  #fire(at: Stage['at']): void {
    this.#do(this.#staged.take(at));
  }

  #do(faults: readonly StagedFault[]): void {
    for (const fault of faults) {
      if (fault.kind === 'RST_STREAM') this.#reset(fault.errorCode);
      else if (fault.kind === 'SILENCE' && fault.scope === 'STREAM') this.#isOver = true;
      else this.#host.perform(fault);
    }
  }

  #reset(errorCode: number): void {
    this.writer.rst(errorCode);
    this.end(true);
  }
}

/** RFC 9113 §8.1: 1xx comes before the answer. */
function isInformational(fields: readonly HeaderField[]): boolean {
  return fields.some(({ name, value }) => name === ':status' && value.startsWith('1'));
}

function isGrpc(fields: readonly HeaderField[]): boolean {
  const type = fields.find(({ name }) => name === 'content-type');
  return type !== undefined && parseContentType(type.value) !== undefined;
}
