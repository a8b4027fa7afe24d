/** What clients say of a call that goes wrong: grpc-go in grpcurl's words, and grpc-js. */

import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { FaultCase } from './fault-cases.ts';
import { CASE_FIELD } from './fault-frames.ts';
import { runTool } from './tool.ts';

/** Long enough for anything that does not hang. */
const DEADLINE_SECONDS = 10;
const HANGING_SECONDS = 1;

/** More than what a server lets a client send before it gives credit: 65,535 bytes. */
const UPLOAD_BYTES = 150_000;

const SERVICE = 'sre.echo.v1.EchoService';

/** @returns "OK", or the code and what the client says of it */
export async function callWithGo(port: number, name: string, each: FaultCase): Promise<string> {
  const { method, message } = requestOf(each);
  const headers = Object.entries(fieldsOf(name, each)).flatMap(([field, value]) => ['-H', `${field}: ${value}`]);
  const proto = ['-import-path', 'protos', '-proto', 'sre/echo/v1/echo.proto'];
  const args = ['-plaintext', ...proto, '-max-time', String(secondsOf(each)), ...headers, '-d', '@'];
  const { code, stderr } = await runTool('grpcurl', [...args, `127.0.0.1:${port}`, `${SERVICE}/${method}`], message);
  if (code === 0) return 'OK';
  const [, errorCode = '', words = stderr] = /Code: (\w+)\s+Message: (.*)/.exec(stderr) ?? [];
  return steady(`${errorCode}: ${words}`, each);
}

export async function callWithNode(port: number, name: string, each: FaultCase): Promise<string> {
  const keepalive = each.keepalive ? { 'grpc.keepalive_time_ms': 100, 'grpc.keepalive_timeout_ms': 100 } : {};
  const options = { 'grpc.use_local_subchannel_pool': 1, ...keepalive };
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), options);
  try {
    return await answerOf(client, name, each);
  } finally {
    client.close();
  }
}

function answerOf(client: Client, name: string, each: FaultCase): Promise<string> {
  const { method, message } = requestOf(each);
  const text = Buffer.from(JSON.parse(message).message);
  // EchoRequest { string message = 1; }
  const request = Buffer.concat([Buffer.from([0x0a]), varint(text.length), text]);
  const metadata = Metadata.fromHttp2Headers(fieldsOf(name, each));
  const same = (bytes: Buffer) => bytes;
  const deadline = Date.now() + secondsOf(each) * 1_000;
  const path = `/${SERVICE}/${method}`;
  const words = ({ code, details }: ServiceError) => steady(`${status[code]}: ${details}`, each);
  return new Promise((resolve) => {
    if (each.call !== 'STREAM') {
      client.makeUnaryRequest(path, same, same, request, metadata, { deadline }, (error) =>
        resolve(error === null ? 'OK' : words(error)),
      );
      return;
    }
    const stream = client.makeServerStreamRequest(path, same, same, request, metadata, { deadline });
    stream.on('data', () => {});
    stream.on('error', (error: ServiceError) => resolve(words(error)));
    stream.on('end', () => resolve('OK'));
  });
}

function requestOf({ call = 'UNARY' }: FaultCase): { readonly method: string; readonly message: string } {
  const message = call === 'UPLOAD' ? 'x'.repeat(UPLOAD_BYTES) : 'hello';
  return { method: call === 'STREAM' ? 'EchoServerStream' : 'Echo', message: JSON.stringify({ message }) };
}

function fieldsOf(name: string, { fault, isReplicaWide }: FaultCase): Record<string, string> {
  return { [CASE_FIELD]: name, ...(isReplicaWide ? {} : { 'x-sre-fault': fault }) };
}

function secondsOf({ hangs }: FaultCase): number {
  return hangs ? HANGING_SECONDS : DEADLINE_SECONDS;
}

/** What a client makes of a reset depends on whether it was reading. */
const OF_RESETS: readonly (readonly [RegExp, string])[] = [
  [/error reading from server: .*/, 'error reading from server: EOF, or connection reset by peer'],
  [/(Connection dropped|read ECONNRESET)$/, 'Connection dropped, or read ECONNRESET'],
];

/** Without what differs from run to run: times, and how a reset is read. */
function steady(words: string, { fault }: FaultCase): string {
  const told = words.replace(/(Deadline exceeded).*/, '$1').trim();
  const either = fault.startsWith('tcp_rst') ? OF_RESETS : [];
  return either.reduce((text, [pattern, instead]) => text.replace(pattern, instead), told);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left > 0x7f; left >>>= 7) bytes.push((left & 0x7f) | 0x80);
  return Buffer.from([...bytes, left]);
}
