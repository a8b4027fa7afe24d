/** Calls that causes are provoked with: methods and requests of our services, for grpcurl and for clients that send bytes. */

import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { callWithGrpcurl, type GrpcurlCall } from '../grpcurl-call.ts';
import { after } from './later.ts';

const ECHO = 'sre.echo.v1.EchoService';

/** A stream that says something at once, and then nothing for `intervalMs`. */
export function slowStream(intervalMs: number, count = 3): GrpcurlCall {
  return { method: `${ECHO}/EchoServerStream`, request: { message: 'a', count, intervalMs } };
}

/** A reply that takes its time. */
export function slowReply(milliseconds: number): GrpcurlCall {
  return { ...REPLY, headers: { 'x-sre-fault': `delay=${milliseconds}ms` } };
}

export const REPLY: GrpcurlCall = { method: `${ECHO}/Echo`, request: { message: 'a' } };

/** grpc-go's server has the health service; a watch ends when somebody ends it. */
export const WATCH: GrpcurlCall = { method: 'grpc.health.v1.Health/Watch' };

/** "OK", or the code and the words of grpc-go; without a code where there was no call. */
export async function said(port: number, call: GrpcurlCall): Promise<string> {
  const { code, message } = await callWithGrpcurl(port, call);
  return [code, message].filter((part) => part !== '').join(': ');
}

/** EchoRequest { message: "a" } */
export const ECHO_REQUEST = Buffer.from('0a0161', 'hex');
/** EchoRequest { message: "a", count: 2, interval_ms: 10000 } */
export const SLOW_STREAM_REQUEST = Buffer.from('0a0161100218904e', 'hex');
/** EchoRequest { message: "a", count: 100, payload_bytes: 50000 }: more than any client's window. */
export const LARGE_STREAM_REQUEST = Buffer.from('0a0161106420d08603', 'hex');

export const ECHO_PATH = `/${ECHO}/Echo`;
export const ECHO_STREAM_PATH = `/${ECHO}/EchoServerStream`;
export const ECHO_BIDI_PATH = `/${ECHO}/EchoBidiStream`;
export const WATCH_PATH = `/${WATCH.method}`;

export interface NodeCall {
  readonly path: string;
  readonly request: Buffer;
  readonly metadata?: Metadata;
  readonly deadlineMs?: number;
}

/** With a connection of its own. @param options of the channel */
export function nodeClient(port: number, options: Readonly<Record<string, number>> = {}): Client {
  const channel = { 'grpc.use_local_subchannel_pool': 1, ...options };
  return new Client(`127.0.0.1:${port}`, credentials.createInsecure(), channel);
}

/** "OK", or the code and the words of grpc-js. Whatever replies come are read. */
export function answerOfNode(client: Client, call: NodeCall): Promise<string> {
  const { path, request, metadata = new Metadata(), deadlineMs = 20_000 } = call;
  const options = { deadline: Date.now() + deadlineMs };
  const same = (bytes: Buffer) => bytes;
  return new Promise((resolve) => {
    const stream = client.makeServerStreamRequest(path, same, same, request, metadata, options);
    stream.on('data', () => {});
    stream.on('error', ({ code, details }: ServiceError) => resolve(`${status[code]}: ${details}`));
    stream.on('end', () => resolve('OK'));
  });
}

/** A bidirectional stream of `path` that carries two messages, a second apart, and then nothing. Its end as `answerOfNode` tells it. */
export async function silentBehindTwo(port: number, path: string, request: Buffer): Promise<string> {
  const client = nodeClient(port);
  const same = (bytes: Buffer) => bytes;
  const stream = client.makeBidiStreamRequest(path, same, same, new Metadata(), { deadline: Date.now() + 20_000 });
  const ended = new Promise<string>((resolve) => {
    stream.on('data', () => {});
    stream.on('error', ({ code, details }: ServiceError) => resolve(`${status[code]}: ${details}`));
    stream.on('end', () => resolve('OK'));
  });
  stream.write(request);
  await after(1_000, async () => stream.write(request));
  return ended.finally(() => client.close());
}

/** One call on a connection of its own. @param options of the channel */
export async function saidByNode(
  port: number,
  call: NodeCall,
  options?: Readonly<Record<string, number>>,
): Promise<string> {
  const client = nodeClient(port, options);
  try {
    return await answerOfNode(client, call);
  } finally {
    client.close();
  }
}
