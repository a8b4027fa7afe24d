import type { TransportFault } from '../../faults/fault.ts';
import type { Side } from '../../trace/event.ts';
import { concatBytes, NO_BYTES } from '../../wire/http2/byte-slices.ts';
import type { Wire } from '../byte-filter.ts';
import type { Injector } from './injector.ts';
import { isStaged, type StagedFault } from './stage.ts';

/** RFC 9112 §2.1: an empty line ends the header fields. */
const END_OF_HEAD = Uint8Array.of(0x0d, 0x0a, 0x0d, 0x0a);

/** RFC 9110 §15.2: they come before the answer. Node writes each whole, 100 (Continue) also before anybody has seen the request. */
const INTERIM_HEADS = /^(?:HTTP\/1\.1 1\d\d .*?\r\n\r\n)*/s;

const KINDS: ReadonlySet<TransportFault['kind']> = new Set(['FIN', 'TCP_RST', 'SILENCE']);
const STAGES: ReadonlySet<StagedFault['stage']['at']> = new Set(['ONCE', 'BEFORE_HEADERS', 'AFTER_HEADERS']);

/** HTTP/1.1 has no frames: what can be done to an answer is to end its connection, or to say nothing more on it. */
export class Http1Injector implements Injector {
  readonly #wire: Wire;
  #fault: StagedFault | undefined = undefined;
  #isSilent = false;
  /** The last bytes of the head so far, where its end may be cut. */
  #tail: Uint8Array = NO_BYTES;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  receive(from: Side, chunk: Uint8Array): void {
    if (from === 'CLIENT') this.#wire.pass('CLIENT', chunk);
    else if (!this.#isSilent) this.#answer(chunk);
  }

  arm(_streamId: number | undefined, faults: readonly TransportFault[]): string | undefined {
    const [fault, ...others] = faults;
    if (fault === undefined) return undefined;
    if (others.length > 0) return 'one transport fault at a time on HTTP/1.1';
    if (!isStaged(fault) || !KINDS.has(fault.kind)) return `${fault.kind.toLowerCase()} needs HTTP/2`;
    if (!STAGES.has(fault.stage.at)) return `@${fault.stage.at.toLowerCase()} needs HTTP/2`;
    this.#fault = fault;
    this.#tail = NO_BYTES;
    if (fault.stage.at === 'ONCE') this.#perform(fault);
    return undefined;
  }

  closed(): void {}

  #answer(chunk: Uint8Array): void {
    const fault = this.#fault;
    const length = fault === undefined ? chunk.length : this.#lengthBefore(fault, chunk);
    if (length > 0) this.#wire.pass('SERVER', chunk.subarray(0, length));
    if (fault !== undefined && this.#fault === undefined) this.#perform(fault);
  }

  /** @returns how much of the chunk is sent before the fault; all of it where the stage has not come */
  #lengthBefore({ stage }: StagedFault, chunk: Uint8Array): number {
    const start = this.#tail.length === 0 ? interimLength(chunk) : 0;
    if (start === chunk.length) return start;
    if (stage.at === 'BEFORE_HEADERS') {
      this.#fault = undefined;
      return start;
    }
    const seen = concatBytes([this.#tail, chunk]);
    const at = bufferOf(seen).indexOf(END_OF_HEAD, start);
    if (at < 0) {
      this.#tail = seen.slice(-(END_OF_HEAD.length - 1));
      return chunk.length;
    }
    this.#fault = undefined;
    return at + END_OF_HEAD.length - this.#tail.length;
  }

  #perform({ kind }: StagedFault): void {
    this.#fault = undefined;
    const why = `${kind.toLowerCase()}, a fault that was asked for`;
    if (kind === 'SILENCE') this.#isSilent = true;
    else this.#wire.end(kind === 'FIN' ? 'FIN' : 'RST', why);
  }
}

/** @param chunk that begins with a head */
function interimLength(chunk: Uint8Array): number {
  return INTERIM_HEADS.exec(bufferOf(chunk).toString('latin1'))?.[0].length ?? 0;
}

function bufferOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
