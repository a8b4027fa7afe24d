import { HpackDecoder } from '../../wire/hpack/decoder.ts';
import { HpackEncoder } from '../../wire/hpack/encoder.ts';
import type { HeaderBlock } from '../../wire/hpack/header-block.ts';
import type { HeaderField } from '../../wire/hpack/header-field.ts';
import { writeInteger } from '../../wire/hpack/integer.ts';
import { MAX_TABLE_SIZE } from '../../wire/hpack/limits.ts';
import { OctetWriter } from '../../wire/hpack/octet-writer.ts';
import { concatBytes } from '../../wire/http2/byte-slices.ts';

/** Of a header list, in octets: more than any server of ours sends, and a list that is cut could not be encoded again. */
const MAX_LIST_SIZE = 1024 * 1024;

/**
 * The header blocks of a server, of which some are changed or left out.
 *
 * All blocks of a connection share one table (RFC 7541 §2.2), and the client's must stay right though it does not see
 * all that the server wrote. So from the first block on that would leave it wrong, every block is encoded anew with nothing
 * that refers to a table or changes it.
 */
export class ResponseBlocks {
  readonly #decoder = new HpackDecoder({ maxListSize: MAX_LIST_SIZE });
  /** Without room for entries it writes literals, and indexes of the static table. */
  readonly #encoder = new HpackEncoder({ maxTableSize: 0 });
  #isDetached = false;
  /** Of blocks that were left out: the client waits for them, RFC 7541 §4.2. The smallest and the last. */
  #sizes: readonly number[] = [];
  #isLost = false;

  constructor() {
    // Which sizes the client allows is between it and the server.
    this.#decoder.setMaxTableSize(MAX_TABLE_SIZE);
  }

  /** A block could not be read: none can be changed any more. */
  get isLost(): boolean {
    return this.#isLost;
  }

  lose(): void {
    this.#isLost = true;
  }

  /** A block that goes on as it is. */
  follow(block: Uint8Array): void {
    if (!this.#isLost && !isAllIndexed(block)) this.#decode(block);
  }

  /** To be called with each block that does not go on by itself, in their order; what it gives is then passed or dropped. */
  read(block: Uint8Array): HeaderBlock {
    return this.#decode(block);
  }

  /** @param read what `block` is; @returns what is sent for it */
  pass(block: Uint8Array, { fields, sizeUpdates }: HeaderBlock): Uint8Array {
    if (!this.#isDetached || this.#isLost) return block;
    this.#owe(sizeUpdates);
    return this.encode(fields);
  }

  /** As `pass`, for a block that others may overtake. @returns what is sent for it, to be asked for then */
  passLater(block: Uint8Array, read: HeaderBlock): () => Uint8Array {
    if (this.#isLost) return () => block;
    this.drop(read);
    return () => this.encode(read.fields);
  }

  /** The client will not see the block. */
  drop({ fields, sizeUpdates }: HeaderBlock): void {
    if (sizeUpdates.length > 0 || fields.some(isAdded)) this.#isDetached = true;
    this.#owe(sizeUpdates);
  }

  /** A block of ours. */
  encode(fields: readonly Pick<HeaderField, 'name' | 'value'>[]): Uint8Array {
    const block = this.#encoder.encode(fields.map(encodable));
    if (this.#sizes.length === 0) return block;
    const updates = new OctetWriter();
    // RFC 7541 §6.3.
    for (const size of this.#sizes) writeInteger(updates, 0x20, 5, size);
    this.#sizes = [];
    return concatBytes([updates.written(), block]);
  }

  #decode(block: Uint8Array): HeaderBlock {
    const decoded = this.#decoder.decode(block);
    if (decoded.error !== undefined || decoded.truncated) this.#isLost = true;
    return decoded;
  }

  #owe(sizes: readonly number[]): void {
    const last = sizes.at(-1);
    if (last === undefined) return;
    // One in between may be more than the client allows by now.
    const smallest = Math.min(...this.#sizes, ...sizes);
    this.#sizes = smallest < last ? [smallest, last] : [last];
  }
}

/** RFC 7541 §6.1: such a block changes no table. The usual block is one, and is not decoded. */
function isAllIndexed(block: Uint8Array): boolean {
  for (let at = 0; at < block.length; at++) {
    const octet = block[at] as number;
    if (octet <= 0x80 || octet === 0xff) return false;
  }
  return true;
}

function isAdded({ representation }: HeaderField): boolean {
  return representation === 'LITERAL_INDEXED';
}

function encodable(field: Pick<HeaderField, 'name' | 'value'> & Partial<HeaderField>) {
  const { name, value, representation } = field;
  return representation === 'NEVER_INDEXED' ? { name, value, representation } : { name, value };
}
