import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileFilter } from '../../../src/filter/filter.ts';
import type { StreamClosed, TraceEvent } from '../../../src/trace/event.ts';
import { methodFilter, originFilter } from '../../../src/web/model/overview-terms.ts';

function closed(parts: Partial<StreamClosed>): TraceEvent {
  const transfer = { messages: 0, bytes: 0, dataFrames: 0, dataBytes: 0 };
  const streamClosed = {
    streamId: 1,
    how: 'TRAILERS',
    endedBy: 'SERVER',
    stage: 'COMPLETE',
    origin: 'APPLICATION',
    originReason: '',
    retryReason: '',
    durationMs: 1,
    request: transfer,
    response: transfer,
    ...parts,
  } as StreamClosed;
  return { seq: 1, time: 1, offsetMs: 0, conn: 'c1', kind: 'streamClosed', streamClosed };
}

function opened(method: string, path: string, rpc?: { service: string; method: string }, authority = ''): TraceEvent {
  const streamOpened = { streamId: 1, method, path, authority, ...(rpc === undefined ? {} : { rpc }) };
  return { seq: 1, time: 1, offsetMs: 0, conn: 'c1', kind: 'streamOpened', streamOpened };
}

describe('originFilter', () => {
  const application = compileFilter(originFilter('APPLICATION'));
  for (const [what, parts, expected] of [
    ['a status', { grpcStatus: { code: 5, name: 'NOT_FOUND' } }, true],
    ['an HTTP status', { how: 'END_STREAM_WITHOUT_TRAILERS', httpStatus: 500 }, true],
    ['a cut', { how: 'CONNECTION_CLOSED' }, true],
    ['success of gRPC on an odd status of HTTP', { httpStatus: 418, grpcStatus: { code: 0, name: 'OK' } }, false],
    ['success', { httpStatus: 200, grpcStatus: { code: 0, name: 'OK' } }, false],
    ['infrastructure', { origin: 'INFRASTRUCTURE', grpcStatus: { code: 14, name: 'UNAVAILABLE' } }, false],
  ] as const) {
    test(`the application's: ${what}`, () => {
      assert.equal(application.matches(closed(parts as Partial<StreamClosed>)), expected);
    });
  }

  test('by infrastructure, and of unknown origin', () => {
    for (const origin of ['INFRASTRUCTURE', 'UNKNOWN'] as const) {
      assert.ok(compileFilter(originFilter(origin)).matches(closed({ origin })));
      assert.ok(!compileFilter(originFilter(origin)).matches(closed({})));
    }
  });
});

describe('methodFilter', () => {
  const echo = opened('POST', '/s.Echo/Echo', { service: 's.Echo', method: 'Echo' });
  for (const [method, event, expected] of [
    ['s.Echo/Echo', echo, true],
    ['s.Other/Echo', echo, false],
    ['GET /echo', opened('GET', '/echo'), true],
    ['GET /echo', opened('GET', '/echo?a=1'), true],
    ['GET /echo', opened('GET', '/echoes'), false],
    ['GET /echo', opened('POST', '/echo'), false],
    ['GET /a"b\\', opened('GET', '/a"b\\'), true],
    ['odd "', echo, false],
    ['Echo', echo, true],
    ['s.Echo/Ec…', echo, true],
    ['GET /ec…', opened('GET', '/echo?a'), true],
    ['CONNECT db:5432', opened('CONNECT', '', undefined, 'db:5432'), true],
  ] as const) {
    test(`${JSON.stringify(method)}: ${JSON.stringify(event)}`, () => {
      assert.equal(compileFilter(methodFilter(method) ?? '').matches(event), expected);
    });
  }

  test('of a method that is not known there is none', () => {
    assert.equal(methodFilter('method not known'), undefined);
    assert.equal(methodFilter(''), undefined);
  });
});
