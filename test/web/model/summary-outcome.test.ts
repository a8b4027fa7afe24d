import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { StreamClosed, StreamOpened } from '../../../src/trace/event.ts';
import { isFailed, methodOf } from '../../../src/web/model/summary-outcome.ts';
import { callEvents, GET, UNAVAILABLE } from './summary-support.ts';

describe('methodOf', () => {
  for (const [what, parts, expected] of [
    ['a gRPC call', {}, 'sre.echo.v1.EchoService/Echo'],
    ['a plain request', GET, 'GET /healthz'],
    ['the query is another one each time', { ...GET, path: '/a?token=1' }, 'GET /a'],
    ['a fragment does not belong there', { ...GET, path: '/a#b?c' }, 'GET /a'],
    ['CONNECT has no path', { ...GET, method: 'CONNECT', path: '' }, 'CONNECT echo.sre'],
    ['a long path', { ...GET, path: `/${'x'.repeat(200)}` }, `GET /${'x'.repeat(78)}…`],
    ['a long verb', { ...GET, method: 'M'.repeat(200) }, `${'M'.repeat(19)}… /healthz`],
  ] as const) {
    test(what, () => assert.equal(methodOf(callEvents().opened('c1', 1, parts as Partial<StreamOpened>)), expected));
  }

  test('not known', () => assert.equal(methodOf(undefined), 'method not known'));
});

describe('isFailed', () => {
  const NO_GRPC = { grpcStatus: undefined } as unknown as Partial<StreamClosed>;
  const NO_STATUS = { ...NO_GRPC, httpStatus: undefined } as unknown as Partial<StreamClosed>;

  for (const [what, opened, closed, expected] of [
    ['grpc-status 0', {}, {}, false],
    ['another grpc-status', {}, UNAVAILABLE, true],
    ['a gRPC call without a status', {}, { ...NO_GRPC, how: 'END_STREAM_WITHOUT_TRAILERS' }, true],
    ['a plain request with 200', GET, { ...NO_GRPC, how: 'END_STREAM_WITHOUT_TRAILERS' }, false],
    ['399', GET, { ...NO_GRPC, httpStatus: 399 }, false],
    ['400', GET, { ...NO_GRPC, httpStatus: 400 }, true],
    ['503 with grpc-status 0: gRPC decides', {}, { httpStatus: 503 }, false],
    ['RST_STREAM', GET, { ...NO_STATUS, how: 'RST_STREAM', errorCode: 8 }, true],
    ['RST_STREAM behind 200', {}, { ...NO_GRPC, how: 'RST_STREAM' }, true],
    ['the end of the connection', GET, { ...NO_STATUS, how: 'CONNECTION_CLOSED' }, true],
  ] as const) {
    test(what, () => {
      const make = callEvents();
      const call = {
        opened: make.opened('c1', 1, opened as Partial<StreamOpened>),
        closed: make.closed('c1', 1, closed as Partial<StreamClosed>),
      };
      assert.equal(isFailed(call), expected);
    });
  }
});
