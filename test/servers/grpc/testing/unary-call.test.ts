import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { Metadata, type ServiceError, status } from '@grpc/grpc-js';

import type { SimpleRequest } from '../../../../src/gen/grpc/testing/SimpleRequest.ts';
import { TEST_SERVICE } from '../../../../src/servers/grpc/protos.ts';
import { callRaw, gzippedMessage, plainMessage, type RawResponse } from '../../raw-call.ts';
import { type RunningTestService, refused, requestBytes, startTestService, unaryCall } from './support.ts';

const MAX_PAYLOAD_BYTES = 4_194_304;

suite('TestService/UnaryCall', () => {
  let running: RunningTestService;
  before(async () => {
    running = await startTestService();
  });
  after(() => running.close());

  const call = (request: SimpleRequest) => unaryCall(running.client, request);

  test('replies a payload of zeros of the size that was asked for', async () => {
    for (const size of [0, 1, 314_159]) {
      const { payload, ...rest } = await call({ responseSize: size });
      assert.deepEqual(payload, { type: 'COMPRESSABLE', body: Buffer.alloc(size) });
      assert.deepEqual(rest, {
        username: '',
        oauthScope: '',
        serverId: '',
        grpclbRouteType: 'GRPCLB_ROUTE_TYPE_UNKNOWN',
        hostname: '',
      });
    }
  });

  test('sends up to 4 MiB of payload, of which the client may say that it is too much', async () => {
    await assert.rejects(call({ responseSize: MAX_PAYLOAD_BYTES }), (error: ServiceError) => {
      assert.equal(error.code, status.RESOURCE_EXHAUSTED);
      assert.match(error.details, /^Received message larger than max/);
      return true;
    });
  });

  const REFUSED: readonly (readonly [request: SimpleRequest, words: string])[] = [
    [{ responseSize: -1 }, 'response_size -1: expected 0 to 4194304'],
    [{ responseSize: MAX_PAYLOAD_BYTES + 1 }, 'response_size 4194305: expected 0 to 4194304'],
    [{ responseType: 1 as 0 }, 'response_type 1: expected COMPRESSABLE (0)'],
    [{ responseStatus: { code: 17 } }, 'response_status.code 17: expected 0 to 16'],
    [{ responseStatus: { code: -1 } }, 'response_status.code -1: expected 0 to 16'],
    [
      { responseStatus: { code: 2, message: 'é'.repeat(8 * 1024 + 1) } },
      'response_status.message of 16386 bytes: expected at most 16384',
    ],
    [{ fillUsername: true }, 'fill_username: nobody is authenticated here'],
    [{ fillOauthScope: true }, 'fill_oauth_scope: nobody is authenticated here'],
    [{ orcaPerQueryReport: {} }, 'orca_per_query_report: load reports are not served'],
    [{ orcaOobReport: {} }, 'orca_oob_report: load reports are not served'],
  ];

  for (const [request, words] of REFUSED) {
    test(`refuses ${words}`, () => assert.rejects(call(request), refused(words)));
  }

  test('fails with the status that was asked for', async () => {
    const message = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈 and 100%\t\n';
    const code = status.DATA_LOSS;
    await assert.rejects(call({ responseStatus: { code, message }, responseSize: 1 }), refused(message, code));
  });

  test('fails with a status message as long as may be, for a client that takes it', async () => {
    const { trailers } = await raw({ responseStatus: { code: 2, message: 'é'.repeat(8 * 1024) } });
    assert.equal(trailers['grpc-message'], '%C3%A9'.repeat(8 * 1024));
  });

  test('a status of code 0 is none', async () => {
    const { payload } = await call({ responseStatus: { code: 0, message: 'fine' }, responseSize: 3 });
    assert.equal(payload?.body.length, 3);
  });

  test('says who it is where it is asked, the same each time', async () => {
    const first = await call({ fillServerId: true });
    const second = await call({ fillServerId: true });
    assert.equal(first.hostname, 'host-1');
    assert.match(first.serverId, /^[0-9a-f-]{36}$/);
    assert.equal(second.serverId, first.serverId);
  });

  test('echoes its two keys of metadata, all values of them, before the message and behind it', async () => {
    const asked = new Metadata();
    asked.add('x-grpc-test-echo-initial', 'one');
    asked.add('x-grpc-test-echo-initial', 'two');
    asked.add('x-grpc-test-echo-trailing-bin', Buffer.from('ababab', 'hex'));
    asked.add('x-other', 'not echoed');
    const { initial, trailers } = await new Promise<{ initial: Metadata; trailers: Metadata }>((resolve) => {
      let initial = new Metadata();
      running.client
        .UnaryCall({}, asked, () => {})
        .on('metadata', (metadata) => {
          initial = metadata;
        })
        .on('status', (end) => resolve({ initial, trailers: end.metadata }));
    });
    assert.deepEqual(initial.get('x-grpc-test-echo-initial'), ['one, two']);
    assert.deepEqual(trailers.get('x-grpc-test-echo-trailing-bin'), [Buffer.from('ababab', 'hex')]);
    assert.deepEqual(initial.get('x-other'), []);
  });

  async function raw(request: SimpleRequest, isCompressed = false, accepted = 'gzip'): Promise<RawResponse> {
    const bytes = requestBytes('UnaryCall', request);
    return callRaw(running.listener, {
      path: `/${TEST_SERVICE}/UnaryCall`,
      headers: { 'grpc-accept-encoding': accepted, ...(isCompressed ? { 'grpc-encoding': 'gzip' } : {}) },
      messages: [isCompressed ? gzippedMessage(bytes) : plainMessage(bytes)],
    });
  }

  test('compresses its reply where it is asked to, and only then', async () => {
    for (const [responseCompressed, isCompressed] of [
      [{ value: true }, true],
      [{ value: false }, false],
      [null, false],
    ] as const) {
      const { headers, messages } = await raw({ responseCompressed, responseSize: 1_000 });
      assert.equal(headers['grpc-encoding'], isCompressed ? 'gzip' : 'identity');
      assert.deepEqual(
        messages.map((message) => message.isCompressed),
        [isCompressed],
      );
      const [bytes = Buffer.alloc(0)] = messages.map((message) => message.bytes);
      assert.ok((isCompressed ? gunzipSync(bytes) : bytes).length > 1_000);
    }
  });

  test('refuses to compress for a client that does not take gzip', async () => {
    const { trailers } = await raw({ responseCompressed: { value: true } }, false, 'identity');
    assert.equal(trailers['grpc-status'], `${status.INVALID_ARGUMENT}`);
    assert.match(`${trailers['grpc-message']}`, /^response_compressed%20true:.*gzip.*grpc-accept-encoding/);
  });

  test('refuses a request that came otherwise than it says, compressed or not', async () => {
    for (const isCompressed of [true, false]) {
      const asSaid = await raw({ expectCompressed: { value: isCompressed } }, isCompressed);
      assert.equal(asSaid.trailers['grpc-status'], '0');
      const otherwise = await raw({ expectCompressed: { value: !isCompressed } }, isCompressed);
      assert.equal(otherwise.trailers['grpc-status'], `${status.INVALID_ARGUMENT}`);
      assert.equal(
        decodeURI(`${otherwise.trailers['grpc-message']}`),
        `expect_compressed ${!isCompressed}: a ${isCompressed ? 'compressed message' : 'message that is not compressed'} came`,
      );
    }
  });
});
