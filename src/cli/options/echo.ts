/** Echo below HTTP: for what sits between two sockets and knows no HTTP. */

import type { Option } from 'commander';
import { optionalNumber } from './values.ts';

export interface EchoOptions {
  /** Absent: none. */
  readonly tcpEchoPort?: number;
  /** Absent: none. */
  readonly udpEchoPort?: number;
}

const PORTS = { min: 0, max: 65_535 };

export function echoOptions(): Option[] {
  return [
    optionalNumber('--tcp-echo-port <port>', 'port for TCP echo; 0 takes a free one', 'SRE_TCP_ECHO_PORT', PORTS),
    optionalNumber('--udp-echo-port <port>', 'port for UDP echo; 0 takes a free one', 'SRE_UDP_ECHO_PORT', PORTS),
  ];
}
