/** What clients do that makes calls fail. The server is ours. */

import { fileURLToPath } from 'node:url';
import { Metadata } from '@grpc/grpc-js';
import { toolOutput } from '../tool.ts';
import {
  answerOfNode,
  ECHO_PATH,
  ECHO_REQUEST,
  ECHO_STREAM_PATH,
  LARGE_STREAM_REQUEST,
  nodeClient,
  REPLY,
  SLOW_STREAM_REQUEST,
  said,
  saidByNode,
} from './calls.ts';
import type { Evidence } from './evidence.ts';
import type { Stage } from './stage.ts';

/** 100 ms for what takes ten seconds. */
export async function clientDeadline(stage: Stage): Promise<Evidence> {
  const server = await stage.ourServer();
  const client = nodeClient(server.grpcPort);
  // The deadline is to be for the call, and not for the connection.
  await answerOfNode(client, { path: ECHO_PATH, request: ECHO_REQUEST });
  const answer = await answerOfNode(client, { path: ECHO_STREAM_PATH, request: SLOW_STREAM_REQUEST, deadlineMs: 100 });
  client.close();
  return { said: answer, log: '', server: await server.leg() };
}

/** 12 KB of fields for a server that takes 8. grpc-js sends them all the same: grpc-go would refuse by itself. */
export async function clientOverHeaderLimit(stage: Stage): Promise<Evidence> {
  const server = await stage.ourServer(['--max-header-list-bytes', '8192']);
  const metadata = new Metadata();
  for (let n = 0; n < 12; n++) metadata.set(`x-baggage-${n}`, 'v'.repeat(1_000));
  const answer = await saidByNode(server.grpcPort, { path: ECHO_PATH, request: ECHO_REQUEST, metadata });
  return { said: answer, log: '', server: await server.leg() };
}

/** 5 MB for a server that takes 4 MiB, as all do by default. */
export async function clientOverMessageLimit(stage: Stage): Promise<Evidence> {
  const server = await stage.ourServer();
  const answer = await said(server.grpcPort, { ...REPLY, request: { message: 'x'.repeat(5_000_000) } });
  return { said: answer, log: '', server: await server.leg() };
}

const SLOW_READER = fileURLToPath(new URL('slow-reader.py', import.meta.url));

/** grpc-python asks for 5 MB, reads one message and does something else for four seconds. */
export async function clientThatDoesNotRead(stage: Stage): Promise<Evidence> {
  const server = await stage.ourServer();
  const request = LARGE_STREAM_REQUEST.toString('hex');
  const args = [SLOW_READER, String(server.grpcPort), ECHO_STREAM_PATH, request, '4'];
  const answer = await toolOutput('python-with-grpc', args);
  return { said: answer, log: '', server: await server.leg() };
}
