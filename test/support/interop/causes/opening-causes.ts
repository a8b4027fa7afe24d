/** Connections that never become HTTP/2, because the two sides expect something else of each other. */

import { writeFileSync } from 'node:fs';
import { certificate } from '../../certificates.ts';
import { type Daemon, freePort, startDaemon } from '../daemon.ts';
import { startEnvoy } from '../envoy.ts';
import { startNginx } from '../nginx.ts';
import { runTool } from '../tool.ts';
import { REPLY, said, WATCH } from './calls.ts';
import type { Evidence } from './evidence.ts';
import type { Stage } from './stage.ts';

/** grpcurl without -plaintext. */
export async function tlsToClearText(stage: Stage): Promise<Evidence> {
  const server = await stage.ourServer();
  const answer = await said(server.grpcPort, { ...REPLY, flags: ['-insecure', '-servername', 'api.example.com'] });
  return { said: answer, log: '', server: await server.leg() };
}

/** TLS on 127.0.0.1:`port`, and nothing else. */
interface TlsServer {
  readonly port: number;
  readonly daemon: Daemon;
}

export type StartTls = (stage: Stage) => Promise<TlsServer>;

/** grpcurl -plaintext to a port that takes TLS only. grpc-go dials until its own patience is over. */
export function clearTextTo(start: StartTls): (stage: Stage) => Promise<Evidence> {
  return async (stage) => {
    const { port, daemon } = await start(stage);
    const relay = await stage.relay(port);
    const answer = await said(relay.port, { ...WATCH, flags: ['-plaintext', '-connect-timeout', '1'] });
    await daemon.stop();
    return { said: answer, log: daemon.said(), client: await relay.leg() };
  };
}

export const opensslServer: StartTls = async (stage) => {
  const port = await freePort();
  const { cert, key } = await certificateFiles(stage);
  const command = ['openssl', 's_server', '-accept', `127.0.0.1:${port}`, '-cert', cert, '-key', key] as const;
  const options = { name: 'openssl s_server', command, ports: [port], keepStdinOpen: true };
  return { port, daemon: await stage.with(startDaemon(options)) };
};

export const grpcGoTls: StartTls = async (stage) => {
  const port = await freePort();
  const { cert, key } = await certificateFiles(stage);
  const address = ['-listen', `127.0.0.1:${port}`] as const;
  const command = ['grpc-go-server', ...address, '-tls-cert', cert, '-tls-key', key] as const;
  return { port, daemon: await stage.with(startDaemon({ name: 'grpc-go-server', command, ports: [port] })) };
};

export const envoyTls: StartTls = async (stage) => {
  const tls = await certificate('localhost');
  const envoy = await stage.with(startEnvoy(stage.scratch, [{ to: await freePort(), tls }]));
  return { port: envoy.ports[0] ?? 0, daemon: envoy };
};

export const nginxTls: StartTls = async (stage) => {
  const { cert, key } = await certificateFiles(stage);
  const server = [`ssl_certificate ${cert};`, `ssl_certificate_key ${key};`];
  const nginx = await stage.with(
    startNginx(stage.scratch, [{ listen: 'ssl http2', server, location: ['return 204;'] }]),
  );
  return { port: nginx.ports[0] ?? 0, daemon: nginx };
};

async function certificateFiles({ scratch }: Stage) {
  const files = { cert: scratch.path('cert.pem'), key: scratch.path('key.pem') };
  const { cert, key } = await certificate('localhost');
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key);
  return files;
}

/** A client that offers HTTP/1.1 by ALPN, and nothing else, on the gRPC port. */
export async function alpnWithoutH2(stage: Stage): Promise<Evidence> {
  const server = await stage.ourServer(['--tls-self-signed']);
  const url = `https://localhost:${server.grpcPort}/`;
  const curl = ['-ksS', '--http1.1', '--max-time', '5', '--resolve', `localhost:${server.grpcPort}:127.0.0.1`, url];
  const { stderr } = await runTool('curl', curl);
  return { said: stderr, log: '', server: await server.leg() };
}

/** The same without ALPN at all: a TLS library that was not told about it. */
export async function noAlpn(stage: Stage): Promise<Evidence> {
  const server = await stage.ourServer(['--tls-self-signed']);
  const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0';
  const connect = ['-connect', `127.0.0.1:${server.grpcPort}`, '-quiet', '-no_ign_eof'];
  const { stderr } = await runTool('openssl', ['s_client', ...connect], preface);
  return { said: stderr, log: '', server: await server.leg() };
}
