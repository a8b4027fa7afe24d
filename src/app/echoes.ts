/** The echoes below HTTP that a Config asks for. */

import type { Config } from '../cli/config.ts';
import { createTcpEcho, type EchoServer } from '../servers/tcp-echo.ts';
import { createUdpEcho } from '../servers/udp-echo.ts';

export interface Echoes {
  readonly tcp?: EchoServer;
  readonly udp?: EchoServer;
}

export function createEchoes({ host, tcpEchoPort, udpEchoPort }: Config, onError: (error: Error) => void): Echoes {
  return {
    ...(tcpEchoPort === undefined ? {} : { tcp: createTcpEcho({ host, port: tcpEchoPort, onError }) }),
    ...(udpEchoPort === undefined ? {} : { udp: createUdpEcho({ host, port: udpEchoPort, onError }) }),
  };
}
