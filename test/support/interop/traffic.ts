/** Real traffic of many kinds, from clients that are not ours. */

import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, constants } from 'node:http2';
import { ECHO_PATH, echoRequestBody, GRPC_REQUEST_HEADERS } from './echo-call.ts';
import { runH2load } from './h2load.ts';
import type { Scratch } from './scratch.ts';
import { toolOutput } from './tool.ts';

export interface Target {
  readonly grpcPort: number;
  readonly httpPort: number;
}

/** Larger than the initial windows of 65,535 bytes, so that WINDOW_UPDATE frames are needed. */
const LARGE_BODY_BYTES = 200_000;

const LOAD_REQUESTS = 200;

/** Each client has ended, and closed its connections, before the next one begins. */
export async function sendTraffic(target: Target, scratch: Scratch): Promise<void> {
  const largeBody = scratch.path('large-body');
  writeFileSync(largeBody, 'x'.repeat(LARGE_BODY_BYTES));
  const callBody = scratch.path('call-body');
  writeFileSync(callBody, echoRequestBody('hello'));
  await grpcurlCalls(target.grpcPort);
  await curlRequests(target.httpPort, largeBody);
  await nghttpRequests(target, largeBody, callBody);
  await h2loadRequests(target, callBody);
  await cancelledCall(target.grpcPort);
}

async function grpcurlCalls(port: number): Promise<void> {
  // `authorization` and `x-data-bin` are fields that HPACK encoders and gRPC treat in their own ways.
  const headers = ['-H', 'authorization: Bearer secret', '-H', 'x-data-bin: AAEC/w=='];
  const stream = '{"message": "one"}{"message": "two"}{"message": "three"}';
  for (const method of ['Echo', 'EchoServerStream', 'EchoClientStream', 'EchoBidiStream']) {
    const input = method.startsWith('EchoClient') || method.startsWith('EchoBidi') ? stream : '{"message": "one"}';
    const path = `sre.echo.v1.EchoService/${method}`;
    await toolOutput('grpcurl', ['-plaintext', ...headers, '-d', '@', `127.0.0.1:${port}`, path], input);
  }
}

async function curlRequests(port: number, largeBody: string): Promise<void> {
  const curl = ['-sS', '--fail', '--max-time', '20', '--http2-prior-knowledge', `http://127.0.0.1:${port}/echo?a=1`];
  await toolOutput('curl', [...curl, '-H', 'Authorization: Bearer secret', '-H', 'Cookie: a=b; c=d']);
  await toolOutput('curl', [...curl, '--data-binary', `@${largeBody}`]);
}

async function nghttpRequests({ grpcPort, httpPort }: Target, largeBody: string, callBody: string): Promise<void> {
  const echo = `http://127.0.0.1:${httpPort}/echo`;
  const nghttp = ['-n', '--timeout=20'];
  // Priority fields on HEADERS, PRIORITY frames on idle streams, padding, and header lists too long for one frame.
  await toolOutput('nghttp', [...nghttp, '--padding=64', '--weight=100', '-d', largeBody, echo]);
  await toolOutput('nghttp', [...nghttp, '--continuation', '--padding=64', echo]);
  // HPACK without a dynamic table, and with a larger one than the server wants: both begin with a size update. (A table of
  // 64 bytes is legal too, but tshark 4.0 decodes nothing after its size update.)
  for (const tableSize of [0, 8192]) {
    await toolOutput('nghttp', [...nghttp, `--header-table-size=${tableSize}`, `${echo}?a=1`, `${echo}?b=2`]);
  }
  await toolOutput('nghttp', [...nghttp, '--trailer=x-checksum: 0', '-d', callBody, echo]);
  const grpc = GRPC_REQUEST_HEADERS.flatMap((header) => ['-H', header]);
  await toolOutput('nghttp', [...nghttp, ...grpc, '-d', callBody, `http://127.0.0.1:${grpcPort}${ECHO_PATH}`]);
}

async function h2loadRequests({ grpcPort, httpPort }: Target, callBody: string): Promise<void> {
  const load = { requests: LOAD_REQUESTS, clients: 2, streams: 10 };
  await runH2load({ ...load, url: `http://127.0.0.1:${httpPort}/echo` });
  const headers = GRPC_REQUEST_HEADERS;
  await runH2load({ ...load, url: `http://127.0.0.1:${grpcPort}${ECHO_PATH}`, headers, bodyFile: callBody });
}

/** Node's own client gives up a call: RST_STREAM from the client. */
async function cancelledCall(port: number): Promise<void> {
  const session = connect(`http://127.0.0.1:${port}`);
  const stream = session.request({
    ':method': 'POST',
    ':path': '/sre.echo.v1.EchoService/EchoBidiStream',
    'content-type': 'application/grpc',
    te: 'trailers',
    authorization: 'Bearer secret',
    [constants.HTTP2_HEADER_COOKIE]: 'a=b',
  });
  stream.write(echoRequestBody('never mind'));
  await once(stream, 'data');
  stream.close(constants.NGHTTP2_CANCEL);
  await once(stream, 'close');
  session.close();
  await once(session, 'close');
}
