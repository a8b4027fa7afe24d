import type { TransportFault } from '../../faults/fault.ts';
import { uint32Bytes } from '../../wire/http2/big-endian.ts';
import { NO_BYTES } from '../../wire/http2/byte-slices.ts';
import type { MessagePart } from './message-counter.ts';

/** Where the length is in the prefix of a message, gRPC PROTOCOL-HTTP2, Length-Prefixed-Message. */
const LENGTH_OFFSET = 1;
const LENGTH_BYTES = 4;

/** Changes what is in the DATA of one answer. */
export class ContentFaults {
  readonly #wrongLength: Uint8Array | undefined;
  readonly #truncated: number | undefined;
  #isCut = false;

  constructor(faults: readonly TransportFault[]) {
    const wrongLength = faults.find((fault) => fault.kind === 'WRONG_LENGTH');
    this.#wrongLength = wrongLength === undefined ? undefined : uint32Bytes(wrongLength.length);
    this.#truncated = faults.find((fault) => fault.kind === 'TRUNCATED_MESSAGE')?.message;
  }

  /** @returns what is sent of it: the same bytes, others or fewer */
  apply(part: MessagePart): Uint8Array {
    if (this.#isCut) return NO_BYTES;
    if (part.message === this.#truncated) return this.#truncate(part);
    return part.message === 1 && this.#wrongLength !== undefined ? withLength(part, this.#wrongLength) : part.bytes;
  }

  /** Of what follows the prefix the first half; behind it nothing, or the client would take it for the second half. */
  #truncate({ bytes, offset, total, isEnd }: MessagePart): Uint8Array {
    if (isEnd) this.#isCut = true;
    if (total === undefined) return bytes;
    const prefix = LENGTH_OFFSET + LENGTH_BYTES;
    const end = prefix + Math.floor((total - prefix) / 2);
    return bytes.subarray(0, Math.max(0, end - offset));
  }
}

function withLength({ bytes, offset }: MessagePart, length: Uint8Array): Uint8Array {
  if (offset >= LENGTH_OFFSET + LENGTH_BYTES) return bytes;
  const changed = bytes.slice();
  for (let i = 0; i < LENGTH_BYTES; i++) {
    const at = LENGTH_OFFSET + i - offset;
    if (at >= 0 && at < changed.length) changed[at] = length[i] as number;
  }
  return changed;
}
