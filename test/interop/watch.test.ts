import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Watching, watchWithGrpcurl } from '../support/interop/grpcurl-watch.ts';
import { runTool, toolOutput } from '../support/interop/tool.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const GOAWAYS = { filter: 'frame.type == "GOAWAY"' };
const HEADERS = { filter: 'frame.type == "HEADERS"' };
const ECHO = 'sre.echo.v1.EchoService/Echo';

interface Seen {
  readonly seq?: string;
  readonly frame?: {
    readonly type?: string;
    readonly goaway?: { readonly error?: string };
    readonly headers?: { readonly category?: string; readonly fields?: readonly { readonly value?: string }[] };
  };
}

function errorOf({ frame }: Seen): string | undefined {
  return frame?.goaway?.error;
}

describe('grpcurl, which knows TraceService by reflection alone', () => {
  let server: ServerProcess;
  const watching: Watching[] = [];
  before(async () => {
    server = await startServer({ args: ['--log', 'off'] });
  });
  after(async () => {
    for (const each of watching) await each.stop();
    await server.stop();
  });

  async function watch(request: object): Promise<Watching> {
    const started = await watchWithGrpcurl(server.adminPort, request);
    watching.push(started);
    return started;
  }

  function call(...headers: readonly string[]) {
    const fields = headers.flatMap((header) => ['-H', header]);
    const args = ['-plaintext', '-max-time', '10', ...fields, '-d', '{"message": "hi"}'];
    return runTool('grpcurl', [...args, `127.0.0.1:${server.grpcPort}`, ECHO]);
  }

  test('describes the service, and the event that it gives', async () => {
    const address = `127.0.0.1:${server.adminPort}`;
    const service = await toolOutput('grpcurl', ['-plaintext', address, 'describe', 'sre.trace.v1.TraceService']);
    assert.match(
      service,
      /rpc Watch \( \.sre\.trace\.v1\.WatchRequest \) returns \( stream \.sre\.trace\.v1\.TraceEvent \)/,
    );
    const event = await toolOutput('grpcurl', ['-plaintext', address, 'describe', 'sre.trace.v1.TraceEvent']);
    assert.match(event, /\.google\.protobuf\.Timestamp time = 2;/);
  });

  test('prints a GOAWAY as it happens, and nothing else', async () => {
    const watched = await watch(GOAWAYS);
    await call('x-sre-fault: goaway=ENHANCE_YOUR_CALM@after_headers;goaway_debug=too_many_pings');
    const seen: Seen = await watched.event('a GOAWAY', (event) => errorOf(event) === 'ENHANCE_YOUR_CALM');
    assert.equal(Object(seen.frame?.goaway).debug, 'too_many_pings');
    assert.ok(watched.events().every((event: Seen) => event.frame?.type === 'GOAWAY'));
  });

  test("prints a stream's frames before the stream ends", async () => {
    const watched = await watch(HEADERS);
    const waiting = call('x-sre-fault: delay=2s', 'x-which: waiting');
    const isRequest = ({ frame }: Seen) => frame?.headers?.fields?.some(({ value }) => value === 'waiting') ?? false;
    let hasEnded = false;
    void waiting.then(() => {
      hasEnded = true;
    });
    await watched.event('the HEADERS of a call that waits', isRequest);
    assert.equal(hasEnded, false);
    await waiting;
  });

  test('says where a filter is wrong', async () => {
    const args = ['-plaintext', '-d', '{"filter": "frame.type =="}', `127.0.0.1:${server.adminPort}`];
    const { stderr } = await runTool('grpcurl', [...args, 'sre.trace.v1.TraceService/Watch']);
    assert.match(stderr, /Code: InvalidArgument/);
    assert.match(stderr, /filter refused at character \d+/);
  });

  test('sees the GOAWAY of connections that a stop ends, then that the server is going away', async () => {
    const other = await startServer({ args: ['--log', 'off'] });
    const watched = await watchWithGrpcurl(other.adminPort, GOAWAYS);
    const args = ['-plaintext', '-max-time', '3', '-H', 'x-sre-fault: delay=1s', '-d', '{"message": "hi"}'];
    const slow = runTool('grpcurl', [...args, `127.0.0.1:${other.grpcPort}`, ECHO]);
    const requests = await watchWithGrpcurl(other.adminPort, { ...HEADERS, replay: 100 });
    await requests.event('the request', ({ frame }: Seen) => frame?.headers?.category === 'REQUEST');
    await requests.stop();
    const stopped = other.stop();
    await watched.event('a GOAWAY', (event) => errorOf(event) === 'NO_ERROR');
    assert.match(await watched.ended(), /Code: Unavailable\s+Message: the server is going away/);
    await Promise.all([stopped, slow]);
  });
});
