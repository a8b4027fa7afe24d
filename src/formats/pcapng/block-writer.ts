/**
 * The header blocks of one direction, written again. As long as it can be they are as sent: each is read with a decoder that has seen
 * nothing else, as the decoder of whoever reads the file, and has to come out as the event says. From the first one that does not
 * (a value that is redacted is missing in the tables, size updates are in no event, blocks may be missing) fields are literals that refer
 * to no dynamic table.
 */

import type { HeaderField, Headers } from '../../trace/event.ts';
import { HpackDecoder } from '../../wire/hpack/decoder.ts';
import { HpackEncoder } from '../../wire/hpack/encoder.ts';
import { DEFAULT_TABLE_SIZE } from '../../wire/hpack/limits.ts';
import type { HuffmanUse } from '../../wire/hpack/representation-writer.ts';
import { rewriteBlock } from '../../wire/hpack/rewriter.ts';

/** What stands for a value that is not in the trace. */
export const REDACTED = '[redacted]';

/** In the order of how usual they are: the length of the block as sent tells which one it was. */
const HUFFMAN_USES: readonly HuffmanUse[] = ['SHORTER', 'NEVER', 'ALWAYS'];

export interface WrittenBlock {
  readonly block: Uint8Array;
  /** What readers of the file must know from this block on; said once. */
  readonly note?: string;
}

export class BlockWriter {
  private readonly decoder = new HpackDecoder();
  /** Once blocks are not as sent. */
  private literals: HpackEncoder | undefined = undefined;
  /** The table sizes that the other side allowed since the last block, and the last one of them. */
  private smallestLimit = DEFAULT_TABLE_SIZE;
  private limit = DEFAULT_TABLE_SIZE;
  private hasToldLength = false;

  /** SETTINGS_HEADER_TABLE_SIZE that is in force from now on. */
  setTableLimit(size: number): void {
    this.limit = size;
    this.smallestLimit = Math.min(this.smallestLimit, size);
    this.decoder.setMaxTableSize(size);
    this.literals?.setMaxTableSize(size);
  }

  /** From the next block on: what was sent before is not known. */
  useLiterals(): void {
    this.literals ??= this.literalEncoder(this.decoder.maxTableSize);
  }

  write(headers: Headers): WrittenBlock {
    const fields = headers.fields.map(shown);
    if (this.literals !== undefined) return { block: encodeLiterals(this.literals, fields) };
    const block = this.asSent(fields, headers);
    // Before it is tried: readers of the file see what is written in its place.
    const { maxTableSize } = this.decoder;
    if (headers.incomplete === undefined && this.readsAs(block, fields)) {
      this.smallestLimit = this.limit;
      return this.withLengthNote(block, headers);
    }
    this.literals = this.literalEncoder(maxTableSize);
    return { block: encodeLiterals(this.literals, fields), note: LITERALS_NOTE };
  }

  /** RFC 7541 §4.2: if the table has to become smaller, its next block has to say so, with literals, too. */
  private literalEncoder(maxTableSize: number): HpackEncoder {
    const encoder = new HpackEncoder({ maxTableSize });
    encoder.setMaxTableSize(this.smallestLimit);
    encoder.setMaxTableSize(this.limit);
    return encoder;
  }

  private asSent(fields: readonly HeaderField[], { blockLength }: Headers): Uint8Array {
    const updates = this.sizeUpdates();
    const candidates = updates.flatMap((update) => HUFFMAN_USES.map((use) => rewriteBlock(fields, update, use)));
    return candidates.find(({ length }) => length === blockLength) ?? (candidates[0] as Uint8Array);
  }

  /** RFC 7541 §4.2: what the block has to begin with where the table was made smaller, and may begin with where it may grow. */
  private sizeUpdates(): readonly (readonly number[])[] {
    const { smallestLimit, limit } = this;
    const now = this.decoder.maxTableSize;
    if (smallestLimit < now) return [smallestLimit === limit ? [limit] : [smallestLimit, limit]];
    return limit === now ? [[]] : [[], [limit]];
  }

  private readsAs(block: Uint8Array, fields: readonly HeaderField[]): boolean {
    const read = this.decoder.decode(block);
    return read.error === undefined && isSame(read.fields, fields);
  }

  private withLengthNote(block: Uint8Array, { blockLength }: Headers): WrittenBlock {
    if (block.length === blockLength || this.hasToldLength) return { block };
    this.hasToldLength = true;
    return { block, note: LENGTH_NOTE };
  }
}

const LITERALS_NOTE =
  'From here on the header fields of this side are written as literals, without the dynamic table of HPACK: what of it was sent ' +
  'cannot be told from the trace, because values in it are redacted or events are missing. Names and values are those of the trace.';

const LENGTH_NOTE =
  'From here on header blocks of this side may be longer or shorter than those that were sent: redacted values are written as ' +
  `${REDACTED}, and strings may have been Huffman-coded differently.`;

function shown(field: HeaderField): HeaderField {
  return field.redacted === true ? { ...field, value: REDACTED } : field;
}

function isSame(read: readonly HeaderField[], expected: readonly HeaderField[]): boolean {
  return read.length === expected.length && read.every((field, n) => isSameField(field, expected[n]));
}

function isSameField(a: HeaderField, b: HeaderField | undefined): boolean {
  return a.name === b?.name && a.value === b.value && a.representation === b.representation && a.index === b.index;
}

/** Never-indexed fields stay what they are: that says something about them, and refers to no table either. */
function encodeLiterals(encoder: HpackEncoder, fields: readonly HeaderField[]): Uint8Array {
  return encoder.encode(
    fields.map(({ name, value, representation }) => ({
      name,
      value,
      representation: representation === 'NEVER_INDEXED' ? representation : 'LITERAL',
    })),
  );
}
