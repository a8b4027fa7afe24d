/** Calls that last: what is quiet or slow about them is meant to be so. */

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { echoRequestBody } from './echo-call.ts';
import type { HealthyRow, Traffic } from './healthy-row.ts';

const ECHO = '/sre.echo.v1.EchoService';

/** Without the prefix of five bytes, which grpc-js puts in front of what it is given. */
const HELLO = Buffer.from(echoRequestBody('hello').subarray(5));

/** EchoRequest { count = 100; payload_bytes = 16384; }: many times what the windows hold. */
const LARGE = Buffer.of(0x10, 100, 0x20, 0x80, 0x80, 0x01);
const LARGE_MESSAGES = 100;

const READ_MS = 20;
const SILENCE_MS = 1_500;
const TURNS = 3;
const WATCHED_MS = 4_000;

export const STREAM_ROWS: readonly HealthyRow[] = [
  { client: 'grpc-js', path: 'h2c, a reader that takes its time', drive: with1Connection(readSlowly) },
  { client: 'grpc-js', path: 'h2c, a stream that is quiet between messages', drive: with1Connection(talkNowAndThen) },
  // Given up by who watches: INFO at most.
  { client: 'grpc-js', path: 'h2c, Watch of health', drive: with1Connection(watchHealth) },
];

function with1Connection(use: (client: Client) => Promise<void>): HealthyRow['drive'] {
  return async ({ grpcPort }): Promise<Traffic> => {
    const own = { 'grpc.use_local_subchannel_pool': 1 };
    const client = new Client(`127.0.0.1:${grpcPort}`, credentials.createInsecure(), own);
    try {
      await use(client);
    } finally {
      client.close();
    }
    return { connections: 1, calls: 1 };
  };
}

function same(bytes: Buffer): Buffer {
  return bytes;
}

/** The server has to wait for credit, over and over, and gets it. */
async function readSlowly(client: Client): Promise<void> {
  let came = 0;
  for await (const _ of client.makeServerStreamRequest(`${ECHO}/EchoServerStream`, same, same, LARGE)) {
    came++;
    await sleep(READ_MS);
  }
  if (came !== LARGE_MESSAGES) throw new Error(`${came} messages came`);
}

async function talkNowAndThen(client: Client): Promise<void> {
  const call = client.makeBidiStreamRequest(`${ECHO}/EchoBidiStream`, same, same);
  for (let n = 0; n < TURNS; n++) {
    call.write(HELLO);
    await once(call, 'data');
    await sleep(SILENCE_MS);
  }
  call.end();
  call.resume();
  await once(call, 'end');
}

async function watchHealth(client: Client): Promise<void> {
  const watch = client.makeServerStreamRequest('/grpc.health.v1.Health/Watch', same, same, Buffer.alloc(0));
  await once(watch, 'data');
  const ended = new Promise<ServiceError>((resolve) => watch.once('error', resolve));
  await sleep(WATCHED_MS);
  watch.cancel();
  const { code } = await ended;
  if (code !== status.CANCELLED) throw new Error(`Watch ended with ${status[code]}`);
}
