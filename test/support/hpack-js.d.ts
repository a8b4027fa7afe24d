/** The part of the untyped package that tests compare with. */
declare module 'hpack.js' {
  import type { Duplex } from 'node:stream';

  interface Header {
    name: string;
    value: string;
    neverIndex?: boolean;
    /** Default true: literals enter the table. */
    incremental?: boolean;
    /** Default true. */
    huffman?: boolean;
  }

  interface TableOptions {
    table: { maxSize: number };
  }

  interface Decompressor extends Duplex {
    /** Decodes what was written; headers are read from the stream one by one. */
    execute(done?: (error: Error | null) => void): void;
  }

  interface Compressor extends Duplex {
    /** Writes the size updates 0 and `maxSize`. */
    reset(): void;
  }

  const hpack: {
    decompressor: { create(options: TableOptions): Decompressor };
    compressor: { create(options: TableOptions): Compressor };
    /** Rows of [bits, code], by symbol. */
    huffman: { encode: [number, number][] };
    'static-table': { table: { name: string; value: string }[] };
  };
  export default hpack;
}
