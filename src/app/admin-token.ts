/** The token of the admin API, from where the options say it is. */

import { open } from 'node:fs/promises';
import type { TokenConfig, TokenFileConfig } from '../cli/admin-config.ts';
import { ConfigError } from '../cli/config-error.ts';
import { type AdminToken, createAdminToken, MAX_TOKEN_CHARACTERS, tokenProblem } from '../servers/admin/token.ts';
import { messageOf } from './error-words.ts';

/**
 * How often the file is read again. Kubernetes puts a rotated secret in place a minute after it has changed, and nothing tells of it that
 * works on every volume.
 */
const REREAD_MS = 10_000;

/** A token that is too long is told apart from one that is not, and nothing more of the file is read. */
const MAX_FILE_BYTES = MAX_TOKEN_CHARACTERS + 3;

export interface LoadedToken {
  readonly token: AdminToken;
  /** Reads the file again. What cannot be read, or is no token, is logged, and the token stays as it was. Never rejects. */
  refresh(): Promise<void>;
  /** Refreshes it from time to time. @returns ends that */
  follow(): () => void;
}

/** @throws ConfigError with the name of the flag, never with what the file has in it */
export async function loadAdminToken(config: TokenConfig, log: (line: string) => void): Promise<LoadedToken> {
  if (config.kind === 'VALUE') {
    return { token: createAdminToken(config.value), refresh: async () => {}, follow: () => () => {} };
  }
  const token = createAdminToken(await readToken(config));
  let lastProblem = '';
  const refresh = async () => {
    try {
      token.replace(await readToken(config));
      lastProblem = '';
    } catch (error) {
      const problem = messageOf(error);
      // Once, and not every ten seconds.
      if (problem !== lastProblem) log(`error: ${problem}; the token stays the one that it was`);
      lastProblem = problem;
    }
  };
  const follow = () => {
    const timer = setInterval(refresh, REREAD_MS).unref();
    return () => clearInterval(timer);
  };
  return { token, refresh, follow };
}

async function readToken({ path }: TokenFileConfig): Promise<string> {
  const what = `--admin-token-file ${path}`;
  // `echo` and editors end a file with a line break.
  const token = (await fileOf(what, path)).replace(/\r?\n$/, '');
  const problem = tokenProblem(token);
  if (problem !== undefined) throw new ConfigError(`${what}: ${problem}`);
  return token;
}

async function fileOf(what: string, path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_FILE_BYTES));
      return buffer.toString('latin1', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new ConfigError(`${what}: ${messageOf(error)}`, { cause: error });
  }
}
