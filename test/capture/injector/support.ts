/** An injector between a client and a server that are scripts of frames: what does each of them get to see? */

import type { Wire } from '../../../src/capture/byte-filter.ts';
import { Http2Injector } from '../../../src/capture/injector/http2-injector.ts';
import type { Stage, TransportFault } from '../../../src/faults/fault.ts';
import type { Side } from '../../../src/trace/event.ts';
import { HpackDecoder } from '../../../src/wire/hpack/decoder.ts';
import { HpackEncoder } from '../../../src/wire/hpack/encoder.ts';
import { errorName } from '../../../src/wire/http2/error-code.ts';
import type { Frame } from '../../../src/wire/http2/frame.ts';
import { FrameReader } from '../../../src/wire/http2/frame-reader.ts';
import { flagNames } from '../../../src/wire/http2/frame-type.ts';
import { HeaderBlockAssembler } from '../../../src/wire/http2/header-block.ts';
import { MAX_MAX_FRAME_SIZE, settingName } from '../../../src/wire/http2/settings.ts';
import { frames, join, PREFACE, toBytes } from '../../support/frames.ts';

export type Fields = readonly (readonly [name: string, value: string])[];

export const GRPC_HEAD: Fields = [
  [':status', '200'],
  ['content-type', 'application/grpc+proto'],
  ['x-id', 'abc'],
];
export const GRPC_TRAILERS: Fields = [
  ['grpc-status', '0'],
  ['grpc-message', 'fine'],
  ['x-end', 'z'],
];

/** A fault of one stream at a stage. */
export function staged(kind: 'FIN' | 'TCP_RST' | 'SILENCE', at: Stage['at'], message = 1): TransportFault {
  return { kind, scope: 'STREAM', stage: stageOf(at, message) };
}

export function stageOf(at: Stage['at'], message = 1): Stage {
  return at === 'AFTER_MESSAGE' ? { at, message } : { at };
}

export function message(text: string): string {
  return `\0\0\0\0${String.fromCharCode(text.length)}${text}`;
}

/** With the two encoders of the connection, whose tables grow as they do in life. */
export class Session {
  readonly injector: Http2Injector;
  /** What each side got, and the end of it. */
  readonly client = new View();
  readonly server = new View(PREFACE.length);
  readonly #request = new HpackEncoder();
  readonly #response = new HpackEncoder();

  constructor() {
    const wire: Wire = {
      pass: (from, bytes) => (from === 'SERVER' ? this.client : this.server).push(bytes),
      end: (how, why) => void this.client.lines.push(`${how}: ${why}`),
    };
    this.injector = new Http2Injector(wire);
  }

  /** Both prefaces and their acknowledgements. */
  open(): this {
    this.says('CLIENT', PREFACE, frames.settings());
    this.says('SERVER', frames.settings({ MAX_CONCURRENT_STREAMS: 100 }), frames.settingsAck());
    this.says('CLIENT', frames.settingsAck());
    this.client.lines.length = 0;
    this.server.lines.length = 0;
    return this;
  }

  says(from: Side, ...bytes: readonly Uint8Array[]): void {
    this.injector.receive(from, join(...bytes));
  }

  request(streamId: number): void {
    const block = this.#request.encode([
      { name: ':method', value: 'POST' },
      { name: ':path', value: '/a.B/C' },
      { name: 'content-type', value: 'application/grpc' },
    ]);
    this.says('CLIENT', frames.headers(streamId, block), frames.data(streamId, message('hi'), { endStream: true }));
  }

  /** The frames of a header block of the server. */
  block(streamId: number, fields: Fields, endStream = false): Uint8Array {
    const encoded = this.#response.encode(fields.map(([name, value]) => ({ name, value })));
    return frames.headers(streamId, encoded, { endStream });
  }

  /** A whole answer, in one chunk. */
  answer(streamId: number, texts: readonly string[] = ['hello']): void {
    const data = texts.map((text) => frames.data(streamId, message(text)));
    this.says('SERVER', this.block(streamId, GRPC_HEAD), ...data, this.block(streamId, GRPC_TRAILERS, true));
  }
}

/** What a peer gets, a line a frame. It decodes header blocks as a peer does, and says where it cannot. */
export class View {
  readonly lines: string[] = [];
  readonly bytes: Uint8Array[] = [];
  readonly #reader = new FrameReader({ maxFrameSize: MAX_MAX_FRAME_SIZE });
  readonly #assembler = new HeaderBlockAssembler();
  readonly #decoder = new HpackDecoder();
  #skip: number;
  #data = '';

  constructor(skip = 0) {
    this.#skip = skip;
  }

  push(bytes: Uint8Array): void {
    this.bytes.push(bytes.slice());
    const skipped = Math.min(this.#skip, bytes.length);
    this.#skip -= skipped;
    for (const item of this.#reader.push(bytes.slice(skipped))) {
      if (item.type === 'DATA_PART') this.#data += Buffer.from(item.bytes).toString('latin1');
      else this.lines.push(this.#line(item));
    }
  }

  #line(frame: Frame): string {
    const flags = flagNames(frame.typeCode, frame.flagBits).join(' ');
    const what = this.#what(frame);
    return [frame.type, frame.streamId, what, flags].filter((part) => part !== '').join(' ');
  }

  #what(frame: Frame): string {
    const block = this.#assembler.push(frame);
    if (block?.outcome === 'COMPLETE') return this.#fields(block.block);
    switch (frame.type) {
      case 'DATA': {
        const data = this.#data;
        this.#data = '';
        return JSON.stringify(data);
      }
      case 'RST_STREAM':
        return errorName(frame.errorCode);
      case 'GOAWAY': {
        const debug = Buffer.from(frame.debug).toString();
        return `last=${frame.lastStreamId} ${errorName(frame.errorCode)} ${debug}`;
      }
      case 'WINDOW_UPDATE':
        return `+${frame.increment}`;
      case 'SETTINGS':
        return frame.settings.map(({ code, value }) => `${settingName(code)}=${value}`).join(' ');
      case 'PING':
        return Buffer.from(frame.opaque).toString('hex');
      default:
        return '';
    }
  }

  #fields(block: Uint8Array): string {
    const { fields, error } = this.#decoder.decode(block);
    return error?.reason ?? fields.map(({ name, value }) => `${name}=${value}`).join(' ');
  }
}

export { frames, join, toBytes };
