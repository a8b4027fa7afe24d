/** What the options of the admin API mean together. */

import { isLoopback } from '../loopback.ts';
import { tokenProblem } from '../servers/admin/token.ts';
import { ConfigError } from './config-error.ts';
import type { AdminOptions } from './options/admin.ts';

export interface AdminConfig {
  readonly host: string;
  readonly port: number;
  /** Absent: none is asked for, and `host` is a loopback address. */
  readonly token?: TokenConfig;
}

/** The value, or where to read it. */
export type TokenConfig = { readonly kind: 'VALUE'; readonly value: string } | TokenFileConfig;

export interface TokenFileConfig {
  readonly kind: 'FILE';
  readonly path: string;
}

/** @returns undefined: no admin API. @throws ConfigError, never with a token in it */
export function adminConfigOf({ adminPort, adminHost, ...tokens }: AdminOptions): AdminConfig | undefined {
  const token = tokenConfigOf(tokens);
  if (adminPort === 'off') return undefined;
  if (token !== undefined) return { host: adminHost, port: adminPort, token };
  if (isLoopback(adminHost)) return { host: adminHost, port: adminPort };
  throw new ConfigError(
    `--admin-host ${adminHost} without a token: whoever reaches it could change this server. Give --admin-token-file ` +
      '(or SRE_ADMIN_TOKEN), or a loopback address (127.0.0.1, ::1, localhost)',
  );
}

function tokenConfigOf({ adminToken, adminTokenFile }: Partial<AdminOptions>): TokenConfig | undefined {
  if (adminToken !== undefined && adminTokenFile !== undefined) {
    throw new ConfigError(
      '--admin-token and --admin-token-file both give the token of the admin API: give one of them',
    );
  }
  if (adminTokenFile !== undefined) return { kind: 'FILE', path: adminTokenFile };
  if (adminToken === undefined) return undefined;
  const problem = tokenProblem(adminToken);
  if (problem !== undefined) throw new ConfigError(`--admin-token (env: SRE_ADMIN_TOKEN): ${problem}`);
  return { kind: 'VALUE', value: adminToken };
}

/** What was asked for and has no effect, or has more than was asked for. */
export function adminWarnings({ adminPort, adminToken, adminTokenFile }: AdminOptions, redact: boolean): string[] {
  const flag =
    adminToken !== undefined ? '--admin-token' : adminTokenFile !== undefined ? '--admin-token-file' : undefined;
  if (flag === undefined) return [];
  if (adminPort === 'off') return [`${flag} has no effect with --admin-port off`];
  return redact ? [] : ['--no-redact shows the token of the admin API too, to whoever reads the trace'];
}
