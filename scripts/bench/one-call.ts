/** One echo call with all its checks. h2load sees the HTTP status only, and a failed call has 200 as well. */

import { once } from 'node:events';
import { connect } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { ECHO_PATH } from '../../test/support/interop/echo-call.ts';

const CALL_TIMEOUT_MS = 5_000;

/** @returns bytes of the reply's DATA. @throws when the call does not end with `grpc-status: 0`, or does not echo `message` */
export async function checkEcho(port: number, body: Uint8Array, message: string): Promise<number> {
  const session = connect(`http://127.0.0.1:${port}`);
  // The stream has the same error, and there it is caught.
  session.on('error', () => undefined);
  try {
    const { reply, grpcStatus } = await Promise.race([call(session, body), timeout()]);
    if (grpcStatus !== '0') throw new Error(`the echo call ended with grpc-status ${grpcStatus}`);
    if (!reply.includes(message)) throw new Error(`the reply does not contain ${message}: ${reply.toString('latin1')}`);
    return reply.length;
  } finally {
    session.destroy();
  }
}

interface Reply {
  readonly reply: Buffer;
  readonly grpcStatus: unknown;
}

async function call(session: ReturnType<typeof connect>, body: Uint8Array): Promise<Reply> {
  const headers = { ':method': 'POST', ':path': ECHO_PATH, 'content-type': 'application/grpc', te: 'trailers' };
  const stream = session.request(headers);
  let grpcStatus: unknown;
  stream.on('trailers', (trailers) => {
    grpcStatus = trailers['grpc-status'];
  });
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.end(body);
  await once(stream, 'end');
  return { reply: Buffer.concat(chunks), grpcStatus };
}

async function timeout(): Promise<never> {
  await sleep(CALL_TIMEOUT_MS, undefined, { ref: false });
  throw new Error(`the echo call took longer than ${CALL_TIMEOUT_MS} ms`);
}
