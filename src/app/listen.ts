/** Opens all that a Config asks for. */

import type { Config } from '../cli/config.ts';
import type { Address } from '../trace/event.ts';
import type { Echoes } from './echoes.ts';
import { messageOf } from './error-words.ts';
import type { Fronts } from './fronts.ts';

/** Where it listens; what is absent was not asked for. */
export interface Addresses {
  readonly grpc: Address;
  readonly http: Address;
  readonly admin: Address | undefined;
  readonly tcpEcho: Address | undefined;
  readonly udpEcho: Address | undefined;
}

interface Listener {
  listen(): Promise<Address>;
}

/**
 * One after the other: when one fails, the others must not begin to listen after all has been closed.
 *
 * @throws Error with the flags of the one that failed
 */
export async function listenAll({ host, admin }: Config, fronts: Fronts, echoes: Echoes): Promise<Addresses> {
  const at = `on --host ${host}`;
  return {
    grpc: await listening(fronts.grpc, `--grpc-port ${at}`),
    http: await listening(fronts.http, `--http-port ${at}`),
    admin: fronts.admin && (await listening(fronts.admin, `--admin-port on --admin-host ${admin?.host}`)),
    tcpEcho: echoes.tcp && (await listening(echoes.tcp, `--tcp-echo-port ${at}`)),
    udpEcho: echoes.udp && (await listening(echoes.udp, `--udp-echo-port ${at}`)),
  };
}

async function listening(listener: Listener, flags: string): Promise<Address> {
  try {
    const { address, port } = await listener.listen();
    return { address, port };
  } catch (error) {
    throw new Error(`${flags}: ${messageOf(error)}`, { cause: error });
  }
}
