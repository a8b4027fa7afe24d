import { METHODS } from 'node:http';
import { HTTPParser } from 'http-parser-js';
import type { IsSecret } from '../redaction.ts';
import { describeHead } from '../trace/describe-head.ts';
import type { Http1, Http1Field, Side } from '../trace/event.ts';

// The parser's default, "ascii", drops the highest bit of each byte. Its encoding is one for the whole process.
HTTPParser.encoding = 'latin1';
// Node's own parser, which serves the requests, knows newer methods: QUERY.
for (const method of METHODS) if (!HTTPParser.methods.includes(method)) HTTPParser.methods.push(method);

/**
 * Of one direction without a message head, a piece of body or the end of a message. The parser bounds heads to 80 KiB itself, but
 * chunk extensions and trailers would grow with what a peer sends.
 */
const MAX_SILENT_BYTES = 256 * 1024;

/** What follows a head: its message's body, no body whatever the fields say (RFC 9112 §6.3), or bytes of another protocol. */
export type AfterHead = 'BODY' | 'NO_BODY' | 'OTHER_PROTOCOL';

/** Of the parser's `kOnHeadersComplete`: 1 skips the body, 2 stops reading as well. */
const RETURN_VALUE: { readonly [after in AfterHead]: number } = { BODY: 0, NO_BODY: 1, OTHER_PROTOCOL: 2 };

/** What a message head says that the other direction and the connection must know. */
export interface Http1Head {
  /** Of a request; "" on a response. */
  readonly method: string;
  /** Of a response; 0 on a request. */
  readonly status: number;
}

/** Of the parser's head, what is used here. */
interface HeadInfo {
  readonly versionMajor: number;
  readonly versionMinor: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  /** An index of HTTPParser.methods. */
  readonly method: number;
  readonly url: string;
  readonly statusCode: number;
  readonly statusMessage: string;
}

export interface Http1Listener {
  head(head: Http1Head): AfterHead;
  event(body: Http1): void;
}

/** Reads the messages of one side of an HTTP/1.1 connection: requests of the CLIENT, responses of the SERVER. */
export class Http1Direction {
  readonly from: Side;
  /** Why nothing more of this direction can be read. */
  lost: string | undefined = undefined;
  /** The head of a message came. */
  hasSpoken = false;
  /** What comes now is of another protocol. */
  private switched = false;
  private readonly parser: InstanceType<typeof HTTPParser>;
  private readonly listener: Http1Listener;
  private readonly isSecret: IsSecret;
  private index = 0;
  private isFirst = true;
  private startLine: string | undefined = undefined;
  private bodyLength = 0;
  private silentBytes = 0;
  private trailers: readonly Http1Field[] | undefined = undefined;

  constructor(from: Side, isSecret: IsSecret, listener: Http1Listener) {
    this.from = from;
    this.isSecret = isSecret;
    this.listener = listener;
    this.parser = new HTTPParser(from === 'CLIENT' ? HTTPParser.REQUEST : HTTPParser.RESPONSE);
    this.parser[HTTPParser.kOnHeadersComplete] = (info) => RETURN_VALUE[this.head(info)];
    this.parser[HTTPParser.kOnBody] = (_chunk, _offset, length) => {
      this.bodyLength += length;
      this.silentBytes = 0;
    };
    this.parser[HTTPParser.kOnHeaders] = (trailers) => {
      this.trailers = this.fields(trailers);
    };
    this.parser[HTTPParser.kOnMessageComplete] = () => this.end();
  }

  push(chunk: Uint8Array): void {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.silentBytes += chunk.length;
    let at = 0;
    // The parser stops behind a request that asks for an upgrade; servers that do not grant it go on, and so do we.
    while (at < buffer.length && this.lost === undefined && !this.switched) {
      const read = this.parser.execute(buffer.subarray(at));
      if (typeof read !== 'number') this.lost = this.describe(read, buffer);
      else at += read;
    }
    this.isFirst = false;
    if (this.silentBytes > MAX_SILENT_BYTES) this.lost ??= `no part of a message ends within ${MAX_SILENT_BYTES} bytes`;
  }

  /** Behind the head of a message, before its end. */
  get isInside(): boolean {
    return this.startLine !== undefined;
  }

  /** Only the very first bytes are shown: later ones may be of a secret. */
  private describe(error: Error, chunk: Buffer): string {
    if (!this.isFirst || this.index > 0 || this.startLine !== undefined) return error.message;
    return `${error.message} in ${describeHead(chunk)}`;
  }

  /**
   * The connection has ended.
   *
   * @param isOrderly with a FIN: then a response without a length is complete, RFC 9112 §6.3
   * @returns what was left unfinished
   */
  finish(isOrderly: boolean): string | undefined {
    if (this.lost !== undefined || this.switched) return undefined;
    const error = isOrderly ? this.parser.finish() : undefined;
    const side = this.from.toLowerCase();
    if (this.startLine !== undefined) return `the ${side} stopped inside ${this.startLine}`;
    return error === undefined ? undefined : `the ${side} stopped inside a message head`;
  }

  private head(info: HeadInfo): AfterHead {
    this.silentBytes = 0;
    this.hasSpoken = true;
    const version = `HTTP/${info.versionMajor}.${info.versionMinor}`;
    const method = this.from === 'CLIENT' ? (HTTPParser.methods[info.method] ?? '') : '';
    this.startLine =
      this.from === 'CLIENT'
        ? `${method} ${info.url} ${version}`
        : `${version} ${info.statusCode} ${info.statusMessage}`.trimEnd();
    this.bodyLength = 0;
    this.trailers = undefined;
    const { from, index, startLine } = this;
    this.listener.event({ from, stage: 'HEAD', index, startLine, fields: this.fields(info.headers) });
    const after = this.listener.head({ method, status: this.from === 'CLIENT' ? 0 : info.statusCode });
    this.switched = after === 'OTHER_PROTOCOL';
    return after;
  }

  private end(): void {
    const { from, index, startLine = '', bodyLength, trailers } = this;
    this.startLine = undefined;
    this.silentBytes = 0;
    this.index += 1;
    this.listener.event({ from, stage: 'END', index, startLine, bodyLength, ...(trailers && { trailers }) });
  }

  /** @param flat names and values in turn */
  private fields(flat: readonly string[]): Http1Field[] {
    const fields: Http1Field[] = [];
    for (let i = 0; i + 1 < flat.length; i += 2) {
      const name = flat[i] as string;
      const redacted = this.isSecret(name);
      fields.push({ name, value: redacted ? '' : (flat[i + 1] as string), redacted });
    }
    return fields;
  }
}
