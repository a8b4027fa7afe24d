/** nginx in front of a server, each of its ports with another configuration. What is not named has nginx's defaults. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type Daemon, freePort, startDaemon } from './daemon.ts';
import type { Scratch } from './scratch.ts';

export interface NginxForward {
  /** In its one location: `grpc_pass grpc://127.0.0.1:50051;`, `grpc_read_timeout 1s;` and what else it needs. */
  readonly location: readonly string[];
  /** Beside its server block, in `http`: `upstream u { server 127.0.0.1:50051; keepalive 32; }`. */
  readonly http?: readonly string[];
  /** In its server block. */
  readonly server?: readonly string[];
  /** Behind the address in `listen`. Default: http2. */
  readonly listen?: string;
}

export interface Nginx extends Daemon {
  /** In the order of the forwards. */
  readonly ports: readonly number[];
  accessLog(): readonly string[];
  errorLog(): string;
}

/** @throws when it is not installed, refuses its configuration, or does not listen in time */
export async function startNginx(scratch: Scratch, forwards: readonly NginxForward[]): Promise<Nginx> {
  const ports = await Promise.all(forwards.map(freePort));
  const folder = scratch.path('nginx');
  mkdirSync(folder);
  const file = scratch.path('nginx.conf');
  writeFileSync(file, configuration(folder, forwards, ports));
  const daemon = await startDaemon({
    name: 'nginx',
    command: ['nginx', '-p', folder, '-c', file, '-e', `${folder}/error.log`],
    ports,
  });
  return {
    ...daemon,
    ports,
    accessLog: () => readFileSync(`${folder}/access.log`, 'utf8').split('\n').slice(0, -1),
    errorLog: () => readFileSync(`${folder}/error.log`, 'utf8'),
  };
}

/** One process, in the foreground, that writes nowhere but in its folder. */
function configuration(folder: string, forwards: readonly NginxForward[], ports: readonly number[]): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return [
    'daemon off;',
    'master_process off;',
    `pid ${folder}/nginx.pid;`,
    'events {}',
    'http {',
    `  access_log ${folder}/access.log;`,
    ...kinds.map((kind) => `  ${kind}_temp_path ${folder}/${kind};`),
    ...forwards.flatMap((forward, n) => serverBlock(forward, ports[n] ?? 0)),
    '}',
    '',
  ].join('\n');
}

function serverBlock(
  { location, http = [], server = [], listen = 'http2' }: NginxForward,
  port: number,
): readonly string[] {
  return [
    ...http.map((line) => `  ${line}`),
    '  server {',
    `    listen 127.0.0.1:${port} ${listen};`,
    ...server.map((line) => `    ${line}`),
    '    location / {',
    ...location.map((line) => `      ${line}`),
    '    }',
    '  }',
  ];
}
