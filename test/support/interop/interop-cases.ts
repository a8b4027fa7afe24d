/**
 * The cases of https://github.com/grpc/grpc/blob/master/doc/interop-test-descriptions.md that are about a server, and the official
 * clients that run them.
 */

export interface InteropCase {
  readonly name: string;
  /** What the clients call it, where that is something else. */
  readonly testCase?: string;
  /** More for the command line, the same for all clients. */
  readonly flags?: readonly string[];
}

/** All have to be done in time, whatever else the machine does: how long one takes is not what is tested. */
const PATIENT = ['--soak_per_iteration_max_acceptable_latency_ms=30000', '--soak_overall_timeout_seconds=50'];

export const INTEROP_CASES: readonly InteropCase[] = [
  { name: 'empty_unary' },
  { name: 'cacheable_unary' },
  { name: 'large_unary' },
  { name: 'client_compressed_unary' },
  { name: 'server_compressed_unary' },
  { name: 'client_streaming' },
  { name: 'client_compressed_streaming' },
  { name: 'server_streaming' },
  { name: 'server_compressed_streaming' },
  { name: 'ping_pong' },
  { name: 'empty_stream' },
  { name: 'custom_metadata' },
  { name: 'status_code_and_message' },
  { name: 'special_status_message' },
  { name: 'unimplemented_method' },
  { name: 'unimplemented_service' },
  { name: 'cancel_after_begin' },
  { name: 'cancel_after_first_response' },
  { name: 'timeout_on_sleeping_server' },
  // No client has a case of this name: it is a thousand large_unary on one channel, which rpc_soak does with threads.
  {
    name: 'concurrent_large_unary',
    testCase: 'rpc_soak',
    flags: ['--soak_num_threads=100', '--soak_iterations=1000', ...PATIENT],
  },
  { name: 'rpc_soak', flags: ['--soak_iterations=100', ...PATIENT] },
  { name: 'channel_soak', flags: ['--soak_iterations=100', ...PATIENT] },
];

export interface InteropClient {
  readonly name: string;
  /** As scripts/install-interop.sh calls it. */
  readonly program: string;
  readonly flags: readonly string[];
  /** Cases of the table that it does not know: it must say so itself. */
  readonly lacks: readonly string[];
  /** How it says so. */
  readonly unknownCase: RegExp;
}

export const GRPC_GO: InteropClient = {
  name: 'grpc-go',
  program: 'grpc-go-interop-client',
  flags: [],
  lacks: [
    'cacheable_unary',
    'client_compressed_unary',
    'server_compressed_unary',
    'client_compressed_streaming',
    'server_compressed_streaming',
  ],
  unknownCase: /Unsupported test case/,
};

export const GRPC_JAVA: InteropClient = {
  name: 'grpc-java',
  program: 'grpc-java-interop-client',
  flags: ['--use_tls=false'],
  lacks: [],
  unknownCase: /No enum constant .*TestCases/,
};
