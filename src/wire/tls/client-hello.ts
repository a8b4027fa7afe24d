import { type ClientHello, parseClientHello } from './parse-client-hello.ts';

/** RFC 8446 §5.1: the content type of the records that a handshake is in. */
export const TLS_HANDSHAKE = 22;
/** Of `legacy_record_version`, 0x0301 to 0x0304. */
const TLS_MAJOR = 3;
const RECORD_HEADER_BYTES = 5;

/** RFC 8446 §4: type and length in front of a handshake message. */
const MESSAGE_HEADER_BYTES = 4;
const CLIENT_HELLO = 1;

/**
 * Of the message. It is some 300 bytes, with post-quantum key shares under 2 KiB; a session ticket or a name may be long. What is longer
 * is not read: RFC 8446 allows 16 MiB, and nobody has a use for that here.
 */
export const MAX_CLIENT_HELLO = 16 * 1024;

/**
 * Reads the ClientHello that a TLS client begins with (RFC 8446 §4.1.2), from its records, however they and the bytes are cut. Nothing
 * of TLS is done here, and nothing is judged: what cannot be read is not there.
 */
export class ClientHelloReader {
  /** Undefined while it is not complete, and where it cannot be read. */
  hello: ClientHello | undefined = undefined;
  private isDone = false;
  private readonly recordHeader = new Uint8Array(RECORD_HEADER_BYTES);
  private headerLength = 0;
  /** What is still to come of the record. */
  private recordLeft = 0;
  private message = new Uint8Array(MESSAGE_HEADER_BYTES);
  private messageLength = 0;

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && !this.isDone; ) {
      at += this.recordLeft === 0 ? this.takeHeader(chunk, at) : this.takeMessage(chunk, at);
    }
  }

  /** @returns how many bytes were taken */
  private takeHeader(chunk: Uint8Array, at: number): number {
    const taken = chunk.subarray(at, at + RECORD_HEADER_BYTES - this.headerLength);
    this.recordHeader.set(taken, this.headerLength);
    this.headerLength += taken.length;
    if (this.headerLength < RECORD_HEADER_BYTES) return taken.length;
    this.headerLength = 0;
    const [type, major, , high = 0, low = 0] = this.recordHeader;
    this.recordLeft = high * 256 + low;
    // RFC 8446 §5.1: a record of a handshake has something in it.
    if (type !== TLS_HANDSHAKE || major !== TLS_MAJOR || this.recordLeft === 0) this.isDone = true;
    return taken.length;
  }

  private takeMessage(chunk: Uint8Array, at: number): number {
    const taken = chunk.subarray(at, at + Math.min(this.recordLeft, this.message.length - this.messageLength));
    this.message.set(taken, this.messageLength);
    this.messageLength += taken.length;
    this.recordLeft -= taken.length;
    if (this.messageLength === this.message.length) this.filled();
    return taken.length;
  }

  /** The header of the message is complete, or the message is. */
  private filled(): void {
    const { message } = this;
    if (message.length > MESSAGE_HEADER_BYTES) {
      this.finish(parseClientHello(message.subarray(MESSAGE_HEADER_BYTES)));
      return;
    }
    const [type, high = 0, middle = 0, low = 0] = message;
    const length = (high << 16) | (middle << 8) | low;
    if (type !== CLIENT_HELLO || length === 0 || length > MAX_CLIENT_HELLO) {
      this.finish(undefined);
      return;
    }
    this.message = new Uint8Array(MESSAGE_HEADER_BYTES + length);
    this.message.set(message);
  }

  private finish(hello: ClientHello | undefined): void {
    this.hello = hello;
    this.isDone = true;
    this.message = NOTHING;
  }
}

const NOTHING = new Uint8Array(0);
