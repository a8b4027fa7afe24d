/** What the three methods with many responses have in common; each has the rest in a test of its own. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';

import { Metadata, status } from '@grpc/grpc-js';

import type { StreamingOutputCallRequest } from '../../../../src/gen/grpc/testing/StreamingOutputCallRequest.ts';
import { TEST_SERVICE } from '../../../../src/servers/grpc/protos.ts';
import { callRaw, plainMessage } from '../../raw-call.ts';
import { ended, type RunningTestService, requestBytes, type StreamEnd, startTestService } from './support.ts';

const METHODS = ['StreamingOutputCall', 'FullDuplexCall', 'HalfDuplexCall'] as const;
type Method = (typeof METHODS)[number];

for (const method of METHODS) {
  suite(`TestService/${method}`, () => {
    let running: RunningTestService;
    before(async () => {
      running = await startTestService();
    });
    after(() => running.close());

    test('sends a response of each size, in order', async () => {
      const end = await call({ responseParameters: [31_415, 9, 0, 58_979].map((size) => ({ size })) });
      assert.deepEqual(end.sizes, [31_415, 9, 0, 58_979]);
      assert.equal(end.status.code, status.OK);
    });

    test('sends none where none is asked for', async () => {
      const end = await call({});
      assert.deepEqual([end.sizes, end.status.code], [[], status.OK]);
    });

    test('sends many, and loses none of them', async () => {
      const end = await call({ responseParameters: Array.from({ length: 2_000 }, (_, size) => ({ size })) });
      assert.deepEqual(
        end.sizes,
        Array.from({ length: 2_000 }, (_, size) => size),
      );
    });

    test('ends with the status that was asked for, and sends nothing then', async () => {
      const end = await call({
        responseStatus: { code: status.ABORTED, message: 'as asked ☺' },
        responseParameters: [{ size: 1 }],
      });
      assert.deepEqual([end.sizes, end.status.code, end.status.details], [[], status.ABORTED, 'as asked ☺']);
    });

    const REFUSED: readonly (readonly [request: StreamingOutputCallRequest, words: string])[] = [
      [{ responseParameters: [{ size: 1 }, { size: -1 }] }, 'response_parameters.size -1: expected 0 to 4194304'],
      [{ responseParameters: [{ size: 4_194_305 }] }, 'response_parameters.size 4194305: expected 0 to 4194304'],
      [{ responseParameters: [{ intervalUs: -5 }] }, 'response_parameters.interval_us -5: expected 0 to 2147483647'],
      [
        { responseParameters: Array.from({ length: 10_001 }, () => ({})) },
        '10001 response_parameters: expected at most 10000',
      ],
      [{ responseStatus: { code: 99 } }, 'response_status.code 99: expected 0 to 16'],
      [{ responseType: 2 as 0 }, 'response_type 2: expected COMPRESSABLE (0)'],
      [{ orcaOobReport: {} }, 'orca_oob_report: load reports are not served'],
    ];

    for (const [request, words] of REFUSED) {
      test(`refuses ${words}, and sends nothing`, async () => {
        const end = await call(request);
        assert.deepEqual([end.sizes, end.status.code, end.status.details], [[], status.INVALID_ARGUMENT, words]);
      });
    }

    test('echoes metadata, also where it fails', async () => {
      const asked = new Metadata();
      asked.set('x-grpc-test-echo-initial', 'first');
      asked.set('x-grpc-test-echo-trailing-bin', Buffer.from('ababab', 'hex'));
      for (const code of [status.OK, status.NOT_FOUND]) {
        const end = await call({ responseStatus: { code } }, asked);
        assert.deepEqual(end.initial?.get('x-grpc-test-echo-initial'), ['first']);
        assert.deepEqual(end.status.metadata.get('x-grpc-test-echo-trailing-bin'), [Buffer.from('ababab', 'hex')]);
        assert.equal(end.status.code, code);
      }
    });

    test('waits for the interval of each response, and ends its wait when the client cancels', async () => {
      const stream = open({ responseParameters: [{ size: 1 }, { size: 2, intervalUs: 2_147_483_647 }] });
      const end = ended(stream);
      await once(stream, 'data');
      stream.cancel();
      const { sizes, status: last } = await end;
      assert.deepEqual([sizes, last.code], [[1], status.CANCELLED]);
    });

    test('waits no shorter than the interval', async () => {
      const startedAt = performance.now();
      const end = await call({ responseParameters: [{ intervalUs: 20_500 }, { intervalUs: 30_500 }] });
      assert.equal(end.sizes.length, 2);
      assert.ok(performance.now() - startedAt >= 50);
    });

    test('ends at the deadline', async () => {
      const end = await ended(open({ responseParameters: [{ intervalUs: 60_000_000 }] }, new Metadata(), 50));
      assert.deepEqual([end.sizes, end.status.code], [[], status.DEADLINE_EXCEEDED]);
    });

    test('compresses the messages that it is asked to, and no others', async () => {
      const compressed = [true, false, undefined, true];
      const { headers, messages } = await raw({
        responseParameters: compressed.map((value) => ({
          size: 1_000,
          ...(value === undefined ? {} : { compressed: { value } }),
        })),
      });
      assert.equal(headers['grpc-encoding'], 'gzip');
      assert.deepEqual(
        messages.map(({ isCompressed }) => isCompressed),
        compressed.map((value) => value === true),
      );
    });

    test('refuses to compress for a client that does not take gzip', async () => {
      const request = { responseParameters: [{ compressed: { value: false } }, { compressed: { value: true } }] };
      const { messages, trailers } = await raw(request, {});
      assert.deepEqual(messages, []);
      assert.match(
        decodeURI(`${trailers['grpc-message']}`),
        /^response_parameters\.compressed true: expected a client that takes it/,
      );
    });

    function open(request: StreamingOutputCallRequest, metadata = new Metadata(), deadlineMs = 60_000) {
      const options = { deadline: Date.now() + deadlineMs };
      if (method === 'StreamingOutputCall') return running.client[method](request, metadata, options);
      const stream = running.client[method as Exclude<Method, 'StreamingOutputCall'>](metadata, options);
      stream.write(request);
      stream.end();
      return stream;
    }

    function call(request: StreamingOutputCallRequest, metadata?: Metadata): Promise<StreamEnd> {
      return ended(open(request, metadata));
    }

    function raw(request: StreamingOutputCallRequest, headers = { 'grpc-accept-encoding': 'gzip' } as object) {
      return callRaw(running.listener, {
        path: `/${TEST_SERVICE}/${method}`,
        headers: { ...headers },
        messages: [plainMessage(requestBytes(method, request))],
      });
    }
  });
}
