/** Lines as their bytes, one behind the other, by number: a tenth of what they would take as objects. */

/** Large enough that the end of each, which the next line did not fit into, is little. */
const BLOCK_BYTES = 4 * 1024 * 1024;

export class LineStore {
  private readonly blocks: Uint8Array[] = [];
  /** Of each line. */
  private readonly blockOf: number[] = [];
  private readonly startOf: number[] = [];
  private readonly lengthOf: number[] = [];
  private readonly decoder = new TextDecoder();
  /** Of the last block. */
  private usedBytes = 0;

  /** Copies it. Numbers are given from 0. */
  add(line: Uint8Array): void {
    const last = this.blocks.at(-1);
    const hasRoom = last !== undefined && this.usedBytes + line.length <= last.length;
    const block = hasRoom ? last : this.addBlock(line.length);
    block.set(line, this.usedBytes);
    this.blockOf.push(this.blocks.length - 1);
    this.startOf.push(this.usedBytes);
    this.lengthOf.push(line.length);
    this.usedBytes += line.length;
  }

  /** Empty where there is none of this number. */
  text(number: number): string {
    const start = this.startOf[number] ?? 0;
    const block = this.blocks[this.blockOf[number] ?? -1];
    return this.decoder.decode(block?.subarray(start, start + (this.lengthOf[number] ?? 0)));
  }

  private addBlock(minBytes: number): Uint8Array {
    const block = new Uint8Array(Math.max(BLOCK_BYTES, minBytes));
    this.blocks.push(block);
    this.usedBytes = 0;
    return block;
  }
}
