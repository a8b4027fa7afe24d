/** A connection to a target, TCP or TLS, made here and not by the libraries of the protocols, so that it is known how far it came. */

import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { ConfigError } from '../config-error.ts';
import type { HealthOptions } from '../options/health.ts';
import { ALPN } from './alpn.ts';
import type { Attempt } from './attempt.ts';
import type { Target } from './target.ts';

/** @returns what connects; whatever goes wrong with that is an error of the socket. @throws ConfigError of the TLS files */
export async function dialOf(target: Target, options: HealthOptions): Promise<(attempt: Attempt) => Promise<Socket>> {
  if (!target.isTls) {
    refuseTlsFlags(target, options);
    return (attempt) => tcp(target, attempt);
  }
  const handshake = await handshakeOf(target, options);
  return async (attempt) => handshake(await tcp(target, attempt), attempt);
}

/** Who gives them believes that there is TLS. */
function refuseTlsFlags({ protocol }: Target, { ca, cert, key, insecureSkipVerify }: HealthOptions): void {
  const flags = { '--ca': ca, '--cert': cert, '--key': key, '--insecure-skip-verify': insecureSkipVerify };
  const given = Object.entries(flags).find(([, value]) => value !== undefined)?.[0];
  if (given === undefined) return;
  throw new ConfigError(`${given} is for TLS, and the target is clear text: expected ${protocol}s://host:port`);
}

async function tcp({ host, port }: Target, attempt: Attempt): Promise<Socket> {
  attempt.stage = isIP(host) === 0 ? 'LOOKUP' : 'CONNECT';
  const socket = connectTcp({ host, port, noDelay: true });
  ignoreErrors(socket);
  attempt.leave = () => socket.destroy();
  socket.once('lookup', () => {
    attempt.stage = 'CONNECT';
  });
  await once(socket, 'connect');
  return socket;
}

/** Loaded for those who need it: clear text is what most probes speak. */
async function handshakeOf(target: Target, options: HealthOptions) {
  const [{ connect: connectTls }, { tlsCredentials }] = await Promise.all([
    import('node:tls'),
    import('./tls-credentials.ts'),
  ]);
  const { host, protocol } = target;
  const credentials = tlsCredentials(options);
  // RFC 6066 §3: literal addresses are no server names.
  const name = isIP(host) === 0 ? { servername: host } : {};
  return async (tcpSocket: Socket, attempt: Attempt): Promise<Socket> => {
    attempt.stage = 'TLS';
    const socket = connectTls({ socket: tcpSocket, host, ...name, ...credentials, ALPNProtocols: [ALPN[protocol]] });
    ignoreErrors(socket);
    attempt.leave = () => socket.destroy();
    await once(socket, 'secureConnect');
    return socket;
  };
}

/** Whoever uses the socket is told. But its users come and go, and an error that nobody hears ends the process. */
function ignoreErrors(socket: Socket): void {
  socket.on('error', () => {});
}
