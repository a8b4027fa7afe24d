/** What servers do to connections with calls on them. The server is grpc-go's. */

import { freePort, startDaemon } from '../daemon.ts';
import { answerOfNode, nodeClient, said, saidByNode, WATCH, WATCH_PATH } from './calls.ts';
import type { Evidence } from './evidence.ts';
import type { Stage } from './stage.ts';

const NO_REQUEST = Buffer.alloc(0);

/** grpc-go by default lets a client send a PING every five minutes; this one sends two a second, while it has a call. */
export async function grpcGoTooManyPings(stage: Stage): Promise<Evidence> {
  const { port, daemon } = await grpcGoServer(stage);
  const relay = await stage.relay(port);
  const options = { 'grpc.keepalive_time_ms': 500, 'grpc.keepalive_timeout_ms': 2_000 };
  const answer = await saidByNode(relay.port, { path: WATCH_PATH, request: NO_REQUEST }, options);
  await daemon.stop();
  return { said: answer, log: daemon.said(), client: await relay.leg() };
}

/** MaxConnectionAge and MaxConnectionAgeGrace of a second each, and a call that is longer. */
export async function grpcGoMaxConnectionAge(stage: Stage): Promise<Evidence> {
  const flags = ['-max-connection-age', '1s', '-max-connection-age-grace', '1s'];
  const { port, daemon } = await grpcGoServer(stage, flags);
  const relay = await stage.relay(port);
  const answer = await said(relay.port, WATCH);
  await daemon.stop();
  return { said: answer, log: daemon.said(), client: await relay.leg() };
}

/** SIGKILL, as when memory runs out. */
export async function killedServer(stage: Stage): Promise<Evidence> {
  const { port, daemon } = await grpcGoServer(stage);
  const relay = await stage.relay(port);
  const answer = said(relay.port, WATCH);
  await relay.saw(/SERVER DATA 1/);
  await daemon.kill();
  return { said: await answer, log: daemon.said(), client: await relay.leg() };
}

/** The same with bytes of the client that it had not read: the kernel answers those with RST. */
export async function killedServerBehind(stage: Stage): Promise<Evidence> {
  const { port, daemon } = await grpcGoServer(stage);
  const relay = await stage.relay(port);
  const client = nodeClient(relay.port);
  const watch = { path: WATCH_PATH, request: NO_REQUEST };
  const first = answerOfNode(client, watch);
  await relay.saw(/SERVER DATA 1/);
  process.kill(daemon.pid, 'SIGSTOP');
  const second = answerOfNode(client, watch);
  await relay.saw(/CLIENT DATA 3/);
  await daemon.kill();
  const answers = await Promise.all([first, second]);
  client.close();
  return { said: answers.join('\n'), log: daemon.said(), client: await relay.leg() };
}

async function grpcGoServer(stage: Stage, flags: readonly string[] = []) {
  const port = await freePort();
  const command = ['grpc-go-server', '-listen', `127.0.0.1:${port}`, ...flags] as const;
  const daemon = await stage.with(startDaemon({ name: 'grpc-go-server', command, ports: [port] }));
  return { port, daemon };
}
