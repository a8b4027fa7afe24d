/** The servers that are compared, in the order in which they are measured and printed. */

export interface Variant {
  readonly name: string;
  /** What Node runs, in place of `serve` of the build. */
  readonly entry?: readonly string[];
  /** Of `serve`. */
  readonly args: readonly string[];
  /** Adds `--trace-file` with a fresh file to each measurement. */
  readonly writesTraceFile: boolean;
  /** At least this much of the throughput of the first variant; undefined: told, not required. */
  readonly bar?: number;
}

// The bars are those of the project's first milestone; Go's http2debug=2 keeps 0.29.
export const VARIANTS: readonly Variant[] = [
  {
    name: 'grpc-js alone',
    entry: ['scripts/bench/bare-grpc.js'],
    args: [],
    writesTraceFile: false,
  },
  { name: 'ours, --trace off', args: ['--trace', 'off', '--log', 'off'], writesTraceFile: false, bar: 0.95 },
  { name: 'ours, --diagnosis off', args: ['--diagnosis', 'off', '--log', 'off'], writesTraceFile: false },
  { name: 'ours, --trace on', args: ['--trace', 'on', '--log', 'off'], writesTraceFile: false, bar: 0.75 },
  { name: 'ours, --trace on --trace-file', args: ['--trace', 'on', '--log', 'off'], writesTraceFile: true },
];
