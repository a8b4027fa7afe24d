import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { HeadersCategory, JsonValue, Side } from '../../src/trace/event.ts';
import { runTool, toolOutput } from '../support/interop/tool.ts';
import { type FieldRecord, parseTrace, type TraceRecord } from '../support/interop/trace-record.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const ECHO = 'sre.echo.v1.EchoService';
const HEALTH = 'grpc.health.v1.Health';
const TEST = 'grpc.testing.TestService';
const REFLECTION = ['grpc.reflection.v1.ServerReflection', 'grpc.reflection.v1alpha.ServerReflection'];

const THREE = '{"message": "one"} {"message": "two"} {"message": "three"}';

/** Method → what is sent, and the `message` of each reply. */
const ECHO_CALLS: Readonly<Record<string, { readonly input: string; readonly replies: readonly string[] }>> = {
  Echo: { input: '{"message": "one"}', replies: ['one'] },
  EchoServerStream: { input: '{"message": "one", "count": 2}', replies: ['one', 'one'] },
  EchoClientStream: { input: THREE, replies: ['three'] },
  EchoBidiStream: { input: THREE, replies: ['one', 'two', 'three'] },
};

describe('grpcurl, which knows our services by reflection alone', () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServer({ args: ['--log', 'off'] });
  });
  after(() => server.stop());

  test('lists every service, reflection itself among them', async () => {
    const services = words(await grpcurl(server, ['list']));
    assert.deepEqual(services, [ECHO, HEALTH, TEST, ...REFLECTION].sort());
  });

  test('calls every method of EchoService', async () => {
    const methods = words(await grpcurl(server, ['list', ECHO]));
    assert.deepEqual(
      methods,
      Object.keys(ECHO_CALLS)
        .map((method) => `${ECHO}.${method}`)
        .sort(),
    );
    for (const [method, { input, replies }] of Object.entries(ECHO_CALLS)) {
      const output = await grpcurl(server, [`${ECHO}/${method}`], { input });
      assert.deepEqual(messagesOf(output), replies, `${method}: ${output}`);
    }
  });

  test('describes methods and messages as their .proto file does', async () => {
    const method = await grpcurl(server, ['describe', `${ECHO}.Echo`]);
    assert.match(method, /rpc Echo \( \.sre\.echo\.v1\.EchoRequest \) returns \( \.sre\.echo\.v1\.EchoResponse \)/);
    const message = await grpcurl(server, ['describe', 'sre.echo.v1.EchoRequest']);
    for (const field of ['string message = 1;', 'optional uint32 count = 2;', 'uint32 interval_ms = 3;']) {
      assert.ok(message.includes(field), `${field} is not in ${message}`);
    }
  });

  test('calls Check and List of the health service', async () => {
    assert.match(await grpcurl(server, [`${HEALTH}/Check`], { input: `{"service": "${ECHO}"}` }), /"SERVING"/);
    assert.match(await grpcurl(server, [`${HEALTH}/List`]), new RegExp(`"${ECHO}": \\{\\s+"status": "SERVING"`));
  });

  test('watches health until its own deadline', async () => {
    const { code, stdout, stderr } = await runTool(
      'grpcurl',
      argumentsOf(server, ['-max-time', '1'], [`${HEALTH}/Watch`]),
    );
    assert.match(stdout, /"SERVING"/);
    assert.match(stderr, /DeadlineExceeded/);
    assert.notEqual(code, 0);
  });
});

describe('what grpcurl asks of EchoService', () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServer({ args: ['--log', 'off'] });
  });
  after(() => server.stop());

  async function failedCall(method: string, request: object) {
    const flags = ['-v', '-d', JSON.stringify(request)];
    const result = await runTool('grpcurl', argumentsOf(server, flags, [`${ECHO}/${method}`]));
    assert.notEqual(result.code, 0);
    return result;
  }

  test('a status with details: it takes them as JSON, and prints them', async () => {
    const details = [
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'NO_STOCK', metadata: { sku: '7' } },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1.500s' },
    ];
    const { stderr } = await failedCall('Echo', { status: { code: 'UNAVAILABLE', message: 'sold öut', details } });
    const words = [
      /Code: Unavailable/,
      /Message: sold öut/,
      /"reason": "NO_STOCK"/,
      /"sku": "7"/,
      /"retryDelay": "1.500s"/,
    ];
    for (const word of words) assert.match(stderr, word);
  });

  test('a status after two replies, and trailers behind it', async () => {
    const request = {
      status: { code: 'DATA_LOSS', afterMessages: 2 },
      responseTrailers: [{ name: 'x-t', value: 't1' }],
    };
    const { stdout, stderr } = await failedCall('EchoServerStream', request);
    assert.match(stdout, /received 2 responses/);
    assert.match(stdout, /Response trailers received:\s+x-t: t1/);
    assert.match(stderr, /Code: DataLoss/);
  });

  test('response headers and trailers, repeated and binary', async () => {
    const fields = [
      { name: 'x-a', value: '1' },
      { name: 'x-a', value: '2' },
      { name: 'x-bin', value: 'AQI=' },
    ];
    const request = JSON.stringify({ responseHeaders: fields, responseTrailers: fields });
    const output = await grpcurl(server, [`${ECHO}/Echo`], { flags: ['-v'], input: request });
    const [headers = '', trailers = ''] = output.split('Response contents:');
    for (const part of [headers, trailers]) assert.match(part, /x-a: 1\nx-a: 2\nx-bin: AQI=/);
  });

  test('a request that cannot be done is refused in words', async () => {
    const { stderr } = await failedCall('Echo', { payloadBytes: 16_777_217 });
    assert.match(stderr, /Code: InvalidArgument\s+Message: payload_bytes 16777217: expected at most 16777216/);
  });

  test('gzip: the reply is compressed on the wire, and read', async () => {
    const traced = await startServer({ args: ['--log', 'json'] });
    try {
      const input = JSON.stringify({ message: 'm'.repeat(2_000), gzip: true, payloadBytes: 2_000 });
      assert.match(await grpcurl(traced, [`${ECHO}/Echo`], { input }), /"message": "m{2000}"/);
    } finally {
      await traced.stop();
    }
    const replies = parseTrace(traced.stdout()).flatMap(({ message }) =>
      message?.from === 'SERVER' && message.encoding === 'gzip' ? [message] : [],
    );
    assert.deepEqual(
      replies.map(({ compressed }) => compressed),
      [true],
    );
    assert.ok((replies[0]?.length ?? 0) < 1_000, String(replies[0]?.length));
  });
});

describe('the log of one call by grpcurl', () => {
  let connection: readonly TraceRecord[];
  let streamId: number;

  before(async () => {
    const server = await startServer({ args: ['--log', 'json'] });
    try {
      const flags = ['-H', 'x-request-id: abc', '-H', 'authorization: Bearer secret'];
      await grpcurl(server, [`${ECHO}/Echo`], { flags, input: '{"message": "hello"}' });
    } finally {
      await server.stop();
    }
    const trace = parseTrace(server.stdout());
    const request = trace.find(({ message }) => message?.from === 'CLIENT' && messageOf(message.json) === 'hello');
    assert.ok(request?.message, 'no event has the decoded request');
    streamId = request.message.streamId;
    connection = trace.filter(({ conn }) => conn === request.conn);
  });

  test('has the SETTINGS of both sides, and their acknowledgements', () => {
    const settings = connection.filter(({ frame }) => frame?.type === 'SETTINGS');
    const told = settings.map(({ frame }) => `${frame?.from}${((frame?.flagBits ?? 0) & ACK) === 0 ? '' : ' ACK'}`);
    assert.deepEqual(told.sort(), ['CLIENT', 'CLIENT ACK', 'SERVER', 'SERVER ACK']);
  });

  test('has every field of the request, and secrets without their value', () => {
    const fields = fieldsOf('CLIENT', 'REQUEST');
    const values = Object.fromEntries(fields.map(({ name, value = '' }) => [name, value]));
    assert.equal(values[':method'], 'POST');
    assert.equal(values[':scheme'], 'http');
    assert.equal(values[':path'], `/${ECHO}/Echo`);
    assert.match(values[':authority'] ?? '', /^127\.0\.0\.1:\d+$/);
    assert.equal(values['content-type'], 'application/grpc');
    assert.match(values['user-agent'] ?? '', /^grpcurl/);
    assert.equal(values.te, 'trailers');
    assert.equal(values['x-request-id'], 'abc');
    assert.equal(values.authorization, '');
    assert.equal(fields.find(({ name }) => name === 'authorization')?.redacted, true);
  });

  test('has the fields of the response', () => {
    const fields = fieldsOf('SERVER', 'RESPONSE').map(({ name, value }) => `${name}: ${value}`);
    assert.ok(fields.includes(':status: 200'));
    assert.ok(fields.some((field) => field.startsWith('content-type: application/grpc')));
  });

  test('has the message of each direction decoded, and the DATA frame that carried it', () => {
    for (const from of ['CLIENT', 'SERVER'] as const) {
      const messages = connection.flatMap(({ message }) => (message?.streamId === streamId ? [message] : []));
      const message = messages.find((candidate) => candidate.from === from);
      assert.equal(messageOf(message?.json), 'hello', from);
      const carrier = connection.find(({ seq }) => seq === message?.lastFrame)?.frame;
      assert.equal(carrier?.type, 'DATA');
      assert.equal(carrier.from, from);
      assert.equal(carrier.streamId, streamId);
    }
  });

  test('has the trailers with grpc-status 0, and how the stream ended', () => {
    const trailers = fieldsOf('SERVER', 'TRAILERS');
    assert.equal(trailers.find(({ name }) => name === 'grpc-status')?.value, '0');
    const closed = connection.find(({ streamClosed }) => streamClosed?.streamId === streamId)?.streamClosed;
    assert.equal(closed?.how, 'TRAILERS');
    assert.equal(closed.grpcStatus?.name, 'OK');
  });

  /** Of the one header list of that kind on the stream of the call. */
  function fieldsOf(from: Side, category: HeadersCategory): readonly FieldRecord[] {
    const lists = connection.flatMap(({ frame }) =>
      frame?.streamId === streamId && frame.from === from && frame.headers?.category === category
        ? [frame.headers]
        : [],
    );
    assert.equal(lists.length, 1, `${lists.length} header lists ${category} from ${from}`);
    return lists[0]?.fields ?? [];
  }
});

/** RFC 9113 §6.5 */
const ACK = 0x01;

interface GrpcurlCall {
  readonly flags?: readonly string[];
  readonly input?: string;
}

/** @returns stdout. @throws when the exit code is not 0 */
function grpcurl(
  server: ServerProcess,
  what: readonly string[],
  { flags = [], input }: GrpcurlCall = {},
): Promise<string> {
  const data = input === undefined ? [] : ['-d', '@'];
  return toolOutput('grpcurl', argumentsOf(server, [...flags, ...data], what), input);
}

function argumentsOf(server: ServerProcess, flags: readonly string[], what: readonly string[]): readonly string[] {
  return ['-plaintext', ...flags, `127.0.0.1:${server.grpcPort}`, ...what];
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Of all replies that grpcurl printed; a field of the reply itself is indented by two. */
function messagesOf(output: string): string[] {
  return Array.from(output.matchAll(/^ {2}"message": "(.*)",?$/gm), ([, message = '']) => message);
}

function messageOf(json: JsonValue | undefined): JsonValue | undefined {
  return typeof json === 'object' && json !== null && 'message' in json ? json.message : undefined;
}
