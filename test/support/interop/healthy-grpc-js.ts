/** grpc-js as applications use it: each kind of call with and without metadata, some quiet, more calls, and a close. */

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { echoRequestBody } from './echo-call.ts';
import type { Traffic } from './healthy-row.ts';

const UNARY_CALLS = 300;
const AT_ONCE = 100;
const STREAMS = 20;
const MESSAGES = 10;
const PAUSE_MS = 3_000;
const DEADLINE_MS = 10_000;

const SERVICE = '/sre.echo.v1.EchoService';
/** Without the prefix of five bytes, which grpc-js puts in front of what it is given. */
const REQUEST = Buffer.from(echoRequestBody('hello').subarray(5));

/** @throws with the status of the first call that is not OK */
export async function callWithGrpcJs(address: string): Promise<Traffic> {
  const client = new Client(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
  try {
    for (let n = 0; n < UNARY_CALLS; n++) await unary(client, n);
    await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => unary(client, n)));
    await sleep(PAUSE_MS);
    for (let n = 0; n < STREAMS; n++) {
      await serverStream(client);
      await clientStream(client);
      await bidiStream(client);
    }
  } finally {
    client.close();
  }
  return { connections: 1, calls: UNARY_CALLS + AT_ONCE + 3 * STREAMS };
}

function same(bytes: Buffer): Buffer {
  return bytes;
}

function answerTo(begin: (callback: (error: ServiceError | null, reply?: Buffer) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    begin((error, reply) => {
      if (error !== null) reject(error);
      else if (reply?.includes('hello')) resolve();
      else reject(new Error(`${reply?.length} bytes came`));
    });
  });
}

function unary(client: Client, n: number): Promise<void> {
  const metadata = new Metadata();
  metadata.set('x-request-id', `grpc-js-${n}`);
  metadata.set('x-data-bin', Buffer.of(0, 1, 255));
  const options = { deadline: Date.now() + DEADLINE_MS };
  return answerTo((callback) =>
    client.makeUnaryRequest(`${SERVICE}/Echo`, same, same, REQUEST, metadata, options, callback),
  );
}

function clientStream(client: Client): Promise<void> {
  return answerTo((callback) => {
    const call = client.makeClientStreamRequest(`${SERVICE}/EchoClientStream`, same, same, callback);
    for (let n = 0; n < MESSAGES; n++) call.write(REQUEST);
    call.end();
  });
}

async function serverStream(client: Client): Promise<void> {
  const call = client.makeServerStreamRequest(`${SERVICE}/EchoServerStream`, same, same, REQUEST);
  let came = 0;
  for await (const _ of call) came++;
  if (came !== 3) throw new Error(`${came} messages came`);
}

/** In turn: the next message is written when the last one has come back. */
async function bidiStream(client: Client): Promise<void> {
  const call = client.makeBidiStreamRequest(`${SERVICE}/EchoBidiStream`, same, same);
  for (let n = 0; n < MESSAGES; n++) {
    call.write(REQUEST);
    await once(call, 'data');
  }
  call.end();
  call.resume();
  await once(call, 'end');
}
