/** A server with everything switched on, met by all the traffic, and all that it told. */

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Collector, startCollector } from '../../support/otlp/collector.ts';
import { type ServerProcess, startServer } from '../../support/server-process.ts';
import { bearer, changeRedaction, sendTokens, TOKEN_PLACE } from './admin.ts';
import { type Canaries, createCanaries, type Found, findNeedles, needlesOf } from './canaries.ts';
import { sendMalformed } from './malformed.ts';
import { collect, type Outputs } from './outputs.ts';
import { holdConnections, REDACTED_BY_OPTION, sendTraffic } from './traffic.ts';

export interface SecretFile {
  readonly bytes: Buffer;
  /** Permission bits. */
  readonly mode: number;
}

export interface Run {
  /** What was told, by where. */
  readonly outputs: Outputs;
  /** Those that have secrets by design. */
  readonly pcap: SecretFile;
  readonly keyLog: SecretFile;
  /** Where the secrets were put. */
  readonly places: readonly string[];
  /** The secrets that are readable in it. */
  found(output: Buffer): readonly Found[];
}

/** @param log the format of stdout */
export async function runAll(log: string): Promise<Run> {
  return withServer(log, async (server, canaries, { collector, file }) => {
    const outputs = await meet(server, canaries, () => collect(server, bearer(canaries.of(TOKEN_PLACE))));
    outputs.set('--trace-file', readFileSync(file('trace'))).set('--access-log', readFileSync(file('access')));
    outputs.set('spans', Buffer.from(collector.text));
    const [pcap, keyLog] = [secretFile(file('pcap')), secretFile(file('keylog'))];
    return { outputs, pcap, keyLog, places: [...canaries.all.keys()], found: finder(canaries) };
  });
}

/** As `runAll`, and only what the process itself has written. */
export async function runForLog(log: string): Promise<Pick<Run, 'outputs' | 'found'>> {
  return withServer(log, async (server, canaries) => {
    return { outputs: await meet(server, canaries, async () => new Map()), found: finder(canaries) };
  });
}

function finder(canaries: Canaries): Run['found'] {
  const needles = needlesOf(canaries);
  return (output) => findNeedles(output, needles);
}

interface Around {
  readonly collector: Collector;
  /** The path of a file of this run. */
  file(name: string): string;
}

async function withServer<Result>(
  log: string,
  use: (server: ServerProcess, canaries: Canaries, around: Around) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-secrets-'));
  const file = (name: string) => join(folder, name);
  const canaries = createCanaries();
  writeFileSync(file('token'), canaries.of(TOKEN_PLACE), { mode: 0o600 });
  const collector = await startCollector();
  let server: ServerProcess | undefined;
  try {
    server = await startServer({ entry: 'source', args: argsOf(log, collector, file) });
    return await use(server, canaries, { collector, file });
  } finally {
    await server?.stop();
    collector.stop();
    rmSync(folder, { recursive: true });
  }
}

function argsOf(log: string, collector: Collector, file: (name: string) => string): readonly string[] {
  const valued = {
    '--log': log,
    '--trace-file': file('trace'),
    '--access-log': file('access'),
    '--otlp-endpoint': collector.url,
    '--pcap': file('pcap'),
    '--tls-keylog': file('keylog'),
    '--http-metrics': 'on',
    '--channelz': 'on',
    '--admin-token-file': file('token'),
    '--redact-headers': REDACTED_BY_OPTION.join(','),
    // Malformed traffic ends with its sender's half of the connection.
    '--half-closed-idle-seconds': '1',
  };
  return [...Object.entries(valued).flat(), '--tls-self-signed'];
}

function secretFile(path: string): SecretFile {
  return { bytes: readFileSync(path), mode: statSync(path).mode & 0o777 };
}

/** @param ask while the connections are open that stay so @returns also what the process has written, which has ended then */
async function meet(server: ServerProcess, canaries: Canaries, ask: () => Promise<Outputs>): Promise<Outputs> {
  const held = await holdConnections(server, canaries);
  // By itself, since nothing is recorded meanwhile.
  const told = [await changeRedaction(server, canaries)];
  const others = [sendTraffic(server, canaries), sendMalformed(server, canaries), sendTokens(server, canaries)];
  told.push(...(await Promise.all(others)));
  const outputs = await ask();
  held.close();
  await server.stop();
  outputs.set('stdout', Buffer.from(server.stdout())).set('stderr', Buffer.from(server.stderr()));
  return outputs.set('replies', Buffer.from(told.join('\n')));
}
