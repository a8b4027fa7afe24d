/** What docs/faults.md shows of each transport fault: with which call, and for how long. */

export interface FaultCase {
  /** The text of the vocabulary. */
  readonly fault: string;
  /** Default: UNARY. STREAM: three replies. UPLOAD: a request that is longer than the windows of the server. */
  readonly call?: 'UNARY' | 'STREAM' | 'UPLOAD';
  /** Nothing ends the call but its deadline. */
  readonly hangs?: true;
  /** Set for the whole replica before the client connects, and not by the call. */
  readonly isReplicaWide?: true;
  /** The client sends keepalive PINGs. grpc-go does so after ten seconds at the earliest: only grpc-js is shown. */
  readonly keepalive?: true;
}

export const FAULT_CASES: readonly FaultCase[] = [
  { fault: 'rst_stream=CANCEL@once' },
  { fault: 'rst_stream=REFUSED_STREAM' },
  { fault: 'rst_stream=INTERNAL_ERROR@after_headers' },
  { fault: 'rst_stream=ENHANCE_YOUR_CALM@after_message:2', call: 'STREAM' },
  { fault: 'rst_stream=NO_ERROR@before_trailers' },
  { fault: 'goaway' },
  { fault: 'goaway=ENHANCE_YOUR_CALM@after_headers;goaway_debug=too_many_pings' },
  { fault: 'goaway;goaway_last=0' },
  { fault: 'goaway@once;goaway_graceful;goaway_debug=max_age;delay=200ms' },
  { fault: 'fin' },
  { fault: 'fin@after_message:1', call: 'STREAM' },
  { fault: 'tcp_rst' },
  { fault: 'tcp_rst@after_message:1', call: 'STREAM' },
  { fault: 'silence', hangs: true },
  { fault: 'silence@after_message:1', call: 'STREAM', hangs: true },
  { fault: 'silence;scope=connection', hangs: true },
  { fault: 'no_trailers' },
  { fault: 'no_grpc_status' },
  { fault: 'trailers_only=DATA_LOSS;message=a%20disk%20is%20gone' },
  { fault: 'html' },
  { fault: 'html=404' },
  { fault: 'truncated_message' },
  { fault: 'wrong_length=1' },
  { fault: 'wrong_length=4294967295' },
  { fault: 'padding=255' },
  { fault: 'continuation=40' },
  { fault: 'continuation=1' },
  { fault: 'hold_window_update', call: 'UPLOAD', hangs: true },
  { fault: 'hold_window_update;scope=connection', call: 'UPLOAD', hangs: true },
  { fault: 'hold_settings_ack', isReplicaWide: true },
  { fault: 'hold_ping_ack;keep_open', keepalive: true, hangs: true },
  { fault: 'settings=MAX_CONCURRENT_STREAMS:1' },
  { fault: 'settings=INITIAL_WINDOW_SIZE:20000', isReplicaWide: true, call: 'UPLOAD' },
  { fault: 'settings=0x4:2147483648' },
  { fault: 'ping_flood=100' },
];
