import { Socket } from 'node:net';

/**
 * The socket towards a server, for as long as the server has something to say: a write that finds the server's end closed
 * does not fail. Node would destroy the socket at once, and with it what the server wrote last and we have not read yet: a
 * GOAWAY and its reason, of all things. Over TCP a client gets to read that, so through us it must too.
 */
export class ServerLeg extends Socket {
  /** The server has closed both directions: what is written goes nowhere. Told by the event `gone`, once. */
  isGone = false;
  #hasConnected = false;

  constructor() {
    super({ allowHalfOpen: true });
    this.once('connect', () => {
      this.#hasConnected = true;
    });
    this.once('error', (error) => {
      if (!this.#hasConnected) this.emit('unreachable', error);
    });
  }

  /** The error came before there was a connection: it is ours, and says nothing of the server. Told by the event `unreachable`. */
  get isUnreachable(): boolean {
    return this.errored !== null && !this.#hasConnected;
  }

  override _write(chunk: unknown, encoding: BufferEncoding, callback: Written): void {
    super._write(chunk, encoding, (error) => this.#written(error, callback));
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], callback: Written): void {
    super._writev?.(chunks, (error) => this.#written(error, callback));
  }

  #written(error: NodeJS.ErrnoException | null | undefined, callback: Written): void {
    if (error?.code !== 'EPIPE' && error?.code !== 'ECONNRESET') {
      callback(error);
      return;
    }
    callback();
    if (this.isGone) return;
    this.isGone = true;
    this.emit('gone');
  }
}

type Written = (error?: Error | null) => void;
