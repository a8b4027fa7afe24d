/** Whom `health` asks where nobody says: the server that the same environment has configured. */

import { Command } from 'commander';
import { ConfigError } from '../config-error.ts';
import { applyEnvironment } from '../environment.ts';
import type { Io } from '../io.ts';
import { type ListenOptions, listenOptions } from '../options/listen.ts';
import type { GrpcTarget } from './target.ts';

/** Of `--host`: not addresses to connect to, though Linux takes them for its own. */
const ALL_ADDRESSES = ['0.0.0.0', '::'];

/**
 * In clear text, which that server speaks beside TLS.
 *
 * @param command whose words a wrong variable is told in; ends as commander does, with its CommanderError
 * @throws ConfigError where the environment does not tell the port
 */
export function ownTarget(command: Command, env: Io['env']): GrpcTarget {
  const reader = new Command().copyInheritedSettings(command);
  for (const option of listenOptions()) reader.addOption(option);
  applyEnvironment(reader, env);
  const { host, grpcPort } = reader.opts<ListenOptions>();
  if (grpcPort === 0) {
    throw new ConfigError(
      'SRE_GRPC_PORT is 0, so only the server knows its port: give the target, for example 127.0.0.1:50051',
    );
  }
  const reached = ALL_ADDRESSES.includes(host) ? '127.0.0.1' : host;
  return { protocol: 'grpc', host: reached, port: grpcPort, isTls: false, service: '' };
}
