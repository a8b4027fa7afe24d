/** Where `serve` listens. */

import type { Option } from 'commander';
import { EnvOption } from '../environment.ts';
import { notEmpty, port } from './values.ts';

export interface ListenOptions {
  readonly host: string;
  readonly grpcPort: number;
  readonly httpPort: number;
}

export function listenOptions(): Option[] {
  return [
    new EnvOption('--host <address>', 'address to listen on', 'SRE_HOST').default('0.0.0.0').argParser(notEmpty),
    port('--grpc-port <port>', 'port for gRPC; 0 takes a free one', 'SRE_GRPC_PORT', 50_051),
    port('--http-port <port>', 'port for HTTP/1.1 and HTTP/2 (h2c); 0 takes a free one', 'SRE_HTTP_PORT', 8_080),
  ];
}
