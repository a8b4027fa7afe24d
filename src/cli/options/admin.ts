/** What looks into the server, and changes it, while it runs. */

import type { Option } from 'commander';
import { EnvOption } from '../environment.ts';
import { notEmpty, portOrOff } from './values.ts';

export interface AdminOptions {
  readonly adminPort: number | 'off';
  readonly adminHost: string;
  /** Both absent: none. What they may be, `admin-config.ts` says: a parser's refusal would show the token. */
  readonly adminToken?: string;
  readonly adminTokenFile?: string;
  readonly channelz: 'on' | 'off';
}

export function adminOptions(): Option[] {
  return [
    portOrOff('--admin-port <port>', 'port for the admin API; 0 takes a free one, off none', 'SRE_ADMIN_PORT', 8_090),
    new EnvOption(
      '--admin-host <address>',
      'address to listen on for the admin API; one that others reach needs a token',
      'SRE_ADMIN_HOST',
    )
      .default('127.0.0.1')
      .argParser(notEmpty),
    new EnvOption(
      '--admin-token <token>',
      'what requests to the admin API must bring, 16 characters or more; ps shows it, so rather by its variable or a file',
      'SRE_ADMIN_TOKEN',
    ).argParser(notEmpty),
    new EnvOption(
      '--admin-token-file <file>',
      'a file that has the token and nothing else; it may change while the server runs',
      'SRE_ADMIN_TOKEN_FILE',
    ).argParser(notEmpty),
    new EnvOption('--channelz <switch>', 'on: count calls and messages, and serve grpc.channelz.v1', 'SRE_CHANNELZ')
      .choices(['on', 'off'])
      .default('off'),
  ];
}
