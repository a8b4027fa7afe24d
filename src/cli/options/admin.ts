/** What looks into the server, and changes it, while it runs. */

import type { Option } from 'commander';
import { EnvOption } from '../environment.ts';
import { notEmpty, portOrOff } from './values.ts';

export interface AdminOptions {
  readonly adminPort: number | 'off';
  readonly adminHost: string;
  readonly channelz: 'on' | 'off';
}

export function adminOptions(): Option[] {
  return [
    portOrOff('--admin-port <port>', 'port for the admin API; 0 takes a free one, off none', 'SRE_ADMIN_PORT', 8_090),
    new EnvOption('--admin-host <address>', 'loopback address to listen on for the admin API', 'SRE_ADMIN_HOST')
      .default('127.0.0.1')
      .argParser(notEmpty),
    new EnvOption('--channelz <switch>', 'on: count calls and messages, and serve grpc.channelz.v1', 'SRE_CHANNELZ')
      .choices(['on', 'off'])
      .default('off'),
  ];
}
