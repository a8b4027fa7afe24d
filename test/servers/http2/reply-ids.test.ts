import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ClientHttp2Session, IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2';
import { after, before, suite, test } from 'node:test';

import { openSession, type RunningOnePort, startOnePort } from '../http/support.ts';
import { callRaw, connectTo, plainMessage } from '../raw-call.ts';
import { type RunningGrpcServer, startGrpcServer } from '../support.ts';

const ECHO = '/sre.echo.v1.EchoService/Echo';
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const GRPC = { ':method': 'POST', 'content-type': 'application/grpc', te: 'trailers' };

/** One of each way in which a stream is answered: by a handler, by grpc-js itself, and by those in front of it. */
const GRPC_REQUESTS: Readonly<Record<string, OutgoingHttpHeaders>> = {
  'a reply': { ...GRPC, ':path': ECHO },
  'a status of a handler': { ...GRPC, ':path': '/grpc.testing.TestService/UnimplementedCall' },
  'a method that does not exist': { ...GRPC, ':path': '/a.B/C' },
  'a fault': { ...GRPC, ':path': ECHO, 'x-sre-fault': 'status=UNAVAILABLE' },
  'a fault that is none': { ...GRPC, ':path': ECHO, 'x-sre-fault': 'nonsense' },
  'another method than POST': { ...GRPC, ':path': ECHO, ':method': 'PUT' },
};

const HTTP_REQUESTS: Readonly<Record<string, OutgoingHttpHeaders>> = {
  'an endpoint': { ':path': '/echo' },
  'what is no endpoint': { ':path': '/nope' },
  'an error': { ':path': '/status/500' },
  'a wrong method': { ':path': '/trailers', ':method': 'POST' },
  'a fault': { ':path': '/echo', 'x-sre-fault': 'status=503' },
  'an expectation that nobody knows': { ':path': '/echo', expect: 'miracles' },
  'gRPC-Web': { ':path': ECHO, ':method': 'POST', 'content-type': 'application/grpc-web+proto' },
  'a preflight': { ':path': ECHO, ':method': 'OPTIONS', 'access-control-request-method': 'POST' },
};

async function responseTo(session: ClientHttp2Session, headers: OutgoingHttpHeaders): Promise<IncomingHttpHeaders> {
  const stream = session.request(headers);
  stream.end(headers[':method'] === 'POST' ? Buffer.alloc(5) : undefined);
  const [response] = await once(stream.resume(), 'response');
  return response;
}

suite('each response over HTTP/2 says connection and stream', () => {
  let grpc: RunningGrpcServer;
  let onePort: RunningOnePort;
  before(async () => {
    grpc = await startGrpcServer();
    onePort = await startOnePort();
  });
  after(() => Promise.all([grpc.close(), onePort.close()]));

  async function assertNamed(session: ClientHttp2Session, requests: Readonly<Record<string, OutgoingHttpHeaders>>) {
    const streamIds: string[] = [];
    for (const [name, headers] of Object.entries(requests)) {
      const { 'x-sre-trace': trace } = await responseTo(session, headers);
      assert.match(String(trace), /^c\d+\/\d+$/, name);
      streamIds.push(String(trace).replace(/^c\d+\//, ''));
    }
    assert.deepEqual(
      streamIds,
      Object.keys(requests).map((_name, n) => String(2 * n + 1)),
    );
    session.destroy();
  }

  test('on the gRPC port, whoever answers', async () => {
    await assertNamed(connectTo(grpc.listener), { ...GRPC_REQUESTS, 'no gRPC': { ':path': '/' } });
  });

  test('on the HTTP port, whoever answers', async () => {
    await assertNamed(openSession(onePort), { ...HTTP_REQUESTS, ...GRPC_REQUESTS });
  });

  test('with the header fields where there are any, and not again with the trailers', async () => {
    const { headers, trailers } = await callRaw(grpc.listener, {
      path: ECHO,
      messages: [plainMessage(Buffer.alloc(0))],
    });
    assert.match(String(headers['x-sre-trace']), /\/1$/);
    assert.equal(trailers['grpc-status'], '0');
    assert.equal(trailers['x-sre-trace'], undefined);
  });

  test('a request of a trace is told its span by gRPC and HTTP; others are not', async () => {
    for (const session of [connectTo(grpc.listener), openSession(onePort)]) {
      const { traceresponse } = await responseTo(session, { ...GRPC, ':path': ECHO, traceparent: TRACEPARENT });
      assert.match(String(traceresponse), new RegExp(`^${TRACEPARENT.slice(0, 36)}[0-9a-f]{16}-01$`));
      assert.equal((await responseTo(session, { ...GRPC, ':path': ECHO })).traceresponse, undefined);
      session.destroy();
    }
  });
});

test('a gRPC server that begins traces tells of each', async () => {
  const running = await startGrpcServer({}, { newTraces: true });
  const { headers } = await callRaw(running.listener, { path: ECHO, messages: [plainMessage(Buffer.alloc(0))] });
  assert.match(String(headers.traceresponse), /^00-[0-9a-f]{32}-[0-9a-f]{16}-03$/);
  await running.close();
});
