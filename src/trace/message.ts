import { walkProtobuf } from '../wire/protobuf/walk.ts';
import type { JsonValue, KeptMessage, Message, ProtobufField, Rpc, Side } from './event.ts';

/** Decodes messages of the types that we know the schema of; undefined where the type is not known or the bytes do not fit. */
export interface MessageTypes {
  decode(service: string, method: string, from: Side, bytes: Uint8Array): JsonValue | undefined;
}

export const noMessageTypes: MessageTypes = { decode: () => undefined };

/** What a message event says of itself, without its bytes and what they say. */
export interface MessageFacts {
  readonly from: Side;
  readonly streamId: number;
  readonly rpc?: Rpc | undefined;
  readonly encoding?: string | undefined;
  readonly index: number;
  readonly compressed: boolean;
  readonly length: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly truncated: boolean;
}

/** The bytes slab[start] and on. */
export interface PreviewPlace {
  readonly slab: Uint8Array;
  readonly start: number;
  readonly length: number;
}

/** The body that was kept, equal to what it was. */
export function messageFrom(kept: KeptMessage, types: MessageTypes): Message {
  return new TracedMessage(kept, { slab: kept.preview, start: 0, length: kept.preview.length }, types);
}

/**
 * A message event's body. `json` and `fields` are read from the preview when somebody first asks for them, so that a message
 * that nobody looks at costs nothing but its preview.
 */
export class TracedMessage implements Message {
  readonly from: Side;
  readonly streamId: number;
  declare readonly rpc?: Rpc;
  declare readonly encoding?: string;
  readonly index: number;
  readonly compressed: boolean;
  readonly length: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly truncated: boolean;
  readonly #slab: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  readonly #types: MessageTypes;
  #content: Content | undefined;

  constructor(facts: MessageFacts, preview: PreviewPlace, types: MessageTypes) {
    this.from = facts.from;
    this.streamId = facts.streamId;
    if (facts.rpc !== undefined) this.rpc = facts.rpc;
    if (facts.encoding !== undefined) this.encoding = facts.encoding;
    this.index = facts.index;
    this.compressed = facts.compressed;
    this.length = facts.length;
    this.firstFrame = facts.firstFrame;
    this.lastFrame = facts.lastFrame;
    this.truncated = facts.truncated;
    this.#slab = preview.slab;
    this.#start = preview.start;
    this.#end = preview.start + preview.length;
    this.#types = types;
  }

  get preview(): Uint8Array {
    return this.#slab.subarray(this.#start, this.#end);
  }

  get json(): JsonValue | undefined {
    return this.#read().json;
  }

  get fields(): readonly ProtobufField[] | undefined {
    return this.#read().fields;
  }

  #read(): Content {
    this.#content ??= this.#decode();
    return this.#content;
  }

  #decode(): Content {
    if (this.compressed) return NOTHING;
    const { rpc } = this;
    if (rpc !== undefined && !this.truncated) {
      const json = this.#types.decode(rpc.service, rpc.method, this.from, this.preview);
      if (json !== undefined) return { json, fields: undefined };
    }
    return { json: undefined, fields: walkProtobuf(this.preview, this.truncated) };
  }
}

interface Content {
  readonly json: JsonValue | undefined;
  readonly fields: readonly ProtobufField[] | undefined;
}

const NOTHING: Content = { json: undefined, fields: undefined };
