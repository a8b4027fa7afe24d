import type { DeframedMessage } from '../wire/grpc/message-deframer.ts';
import { walkProtobuf } from '../wire/protobuf/walk.ts';
import type { JsonValue, Message, ProtobufField, Rpc, Side } from './event.ts';

/** Decodes messages of the types that we know the schema of; undefined where the type is not known or the bytes do not fit. */
export interface MessageTypes {
  decode(service: string, method: string, from: Side, bytes: Uint8Array): JsonValue | undefined;
}

export const noMessageTypes: MessageTypes = { decode: () => undefined };

/** Where a message was seen: its stream's call, its place in the direction, and the frames that carried it. */
export interface MessagePlace {
  readonly from: Side;
  readonly streamId: number;
  readonly rpc: Rpc | undefined;
  readonly encoding: string | undefined;
  readonly index: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
}

/**
 * A message event's body. `json` and `fields` are read from the preview when somebody first asks for them, so that a message
 * that nobody looks at costs nothing but its preview.
 */
export class TracedMessage implements Message {
  readonly from: Side;
  readonly streamId: number;
  readonly index: number;
  readonly compressed: boolean;
  declare readonly encoding?: string;
  readonly length: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly truncated: boolean;
  readonly #slab: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  readonly #rpc: Rpc | undefined;
  readonly #types: MessageTypes;
  #content: Content | undefined;

  constructor(place: MessagePlace, message: DeframedMessage, types: MessageTypes) {
    this.from = place.from;
    this.streamId = place.streamId;
    this.index = place.index;
    this.compressed = message.compressed;
    if (place.encoding !== undefined) this.encoding = place.encoding;
    this.length = message.length;
    this.firstFrame = place.firstFrame;
    this.lastFrame = place.lastFrame;
    this.#slab = message.preview.slab;
    this.#start = message.preview.start;
    this.#end = this.#start + message.preview.length;
    this.truncated = message.truncated;
    this.#rpc = place.rpc;
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
    const rpc = this.#rpc;
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
