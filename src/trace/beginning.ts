import { PREFACE } from '../wire/http2/preface.ts';
import { ClientHelloReader, TLS_HANDSHAKE } from '../wire/tls/client-hello.ts';
import type { ClientHello, FirstBytes, Side } from './event.ts';
import { firstBytesOf } from './first-bytes.ts';

/** As many as it takes to recognise the preface of HTTP/2; any other protocol takes fewer. */
const HEAD_BYTES = PREFACE.length;

/** How one side of a connection begins: what it speaks, when that is not what was expected of it. */
export class Beginning {
  private readonly from: Side;
  private readonly bytes = new Uint8Array(HEAD_BYTES);
  private length = 0;
  private hello: ClientHelloReader | undefined = undefined;

  constructor(from: Side) {
    this.from = from;
  }

  push(chunk: Uint8Array): void {
    const { from, length } = this;
    if (length === 0 && from === 'CLIENT' && chunk[0] === TLS_HANDSHAKE) this.hello = new ClientHelloReader();
    this.hello?.push(chunk);
    if (length === HEAD_BYTES) return;
    const taken = chunk.subarray(0, HEAD_BYTES - length);
    this.bytes.set(taken, length);
    this.length = length + taken.length;
  }

  /** The first bytes, 24 at most. */
  get head(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  get isSilent(): boolean {
    return this.length === 0;
  }

  get firstBytes(): FirstBytes {
    return firstBytesOf(this.from, this.head);
  }

  get clientHello(): ClientHello | undefined {
    return this.hello?.hello;
  }
}
