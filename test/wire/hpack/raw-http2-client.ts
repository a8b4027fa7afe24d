/** As much of an HTTP/2 client as it takes to exchange header blocks of our own making with nghttp2. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const FRAME_HEADER_LENGTH = 9;

const HEADERS = 0x1;
const SETTINGS = 0x4;
const GOAWAY = 0x7;

const ACK = 0x1;
const END_STREAM_AND_HEADERS = 0x5;
const HEADER_TABLE_SIZE = 0x1;

interface RawFrame {
  readonly type: number;
  readonly flags: number;
  readonly payload: Buffer;
}

export class RawHttp2Client {
  readonly #socket: Socket;
  readonly #chunks: AsyncIterator<Buffer>;
  #received = Buffer.alloc(0);
  #streamId = 1;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#chunks = socket[Symbol.asyncIterator]();
  }

  /** Connected, with SETTINGS exchanged. */
  static async connect(port: number): Promise<RawHttp2Client> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const client = new RawHttp2Client(socket);
    socket.write(PREFACE);
    client.#send(SETTINGS, 0, 0, new Uint8Array(0));
    await client.acknowledgeTableSize();
    await client.#next((frame) => frame.type === SETTINGS && frame.flags === ACK);
    return client;
  }

  close(): void {
    this.#socket.destroy();
  }

  /** A request without a body on the next stream. */
  request(block: Uint8Array): void {
    this.#send(HEADERS, END_STREAM_AND_HEADERS, this.#streamId, block);
    this.#streamId += 2;
  }

  /** The header block of the next HEADERS frame; tests keep blocks within one frame. */
  async responseBlock(): Promise<Uint8Array> {
    const { payload } = await this.#next((frame) => frame.type === HEADERS);
    return payload;
  }

  /** Waits for SETTINGS, acknowledges it, and returns its SETTINGS_HEADER_TABLE_SIZE if there is one. */
  async acknowledgeTableSize(): Promise<number | undefined> {
    const { payload } = await this.#next((frame) => frame.type === SETTINGS && frame.flags === 0);
    this.#send(SETTINGS, ACK, 0, new Uint8Array(0));
    for (let at = 0; at < payload.length; at += 6) {
      if (payload.readUInt16BE(at) === HEADER_TABLE_SIZE) return payload.readUInt32BE(at + 2);
    }
    return undefined;
  }

  /** Announces table sizes one by one, and waits until all are acknowledged. */
  async announceTableSizes(sizes: readonly number[]): Promise<void> {
    for (const size of sizes) {
      const payload = Buffer.alloc(6);
      payload.writeUInt16BE(HEADER_TABLE_SIZE, 0);
      payload.writeUInt32BE(size, 2);
      this.#send(SETTINGS, 0, 0, payload);
    }
    for (const _ of sizes) await this.#next((frame) => frame.type === SETTINGS && frame.flags === ACK);
  }

  #send(type: number, flags: number, streamId: number, payload: Uint8Array): void {
    const frame = Buffer.alloc(FRAME_HEADER_LENGTH + payload.length);
    frame.writeUIntBE(payload.length, 0, 3);
    frame.writeUInt8(type, 3);
    frame.writeUInt8(flags, 4);
    frame.writeUInt32BE(streamId, 5);
    frame.set(payload, FRAME_HEADER_LENGTH);
    this.#socket.write(frame);
  }

  /** The next frame that is wanted; others in front of it are dropped, but GOAWAY, which fails the test. */
  async #next(wanted: (frame: RawFrame) => boolean): Promise<RawFrame> {
    for (;;) {
      const frame = await this.#read();
      if (frame.type === GOAWAY) throw new Error(`GOAWAY with error code ${frame.payload.readUInt32BE(4)}`);
      if (wanted(frame)) return frame;
    }
  }

  async #read(): Promise<RawFrame> {
    const header = await this.#take(FRAME_HEADER_LENGTH);
    const payload = await this.#take(header.readUIntBE(0, 3));
    return { type: header.readUInt8(3), flags: header.readUInt8(4), payload };
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#received.length < length) {
      const chunk = await this.#chunks.next();
      if (chunk.done) throw new Error('the server ended the connection');
      this.#received = Buffer.concat([this.#received, chunk.value]);
    }
    const taken = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return taken;
  }
}
