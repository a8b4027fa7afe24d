import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isServerFault } from '../../src/exchanges/outcome.ts';
import type { GrpcStatus } from '../../src/trace/event.ts';
import { endedExchange, httpExchange } from '../support/exchanges.ts';

const status = (code: number): GrpcStatus => ({ code, name: '', message: '' });

test('gRPC: the statuses that OpenTelemetry has as errors of a server', () => {
  const faults = Array.from({ length: 18 }, (_, code) => code).filter((code) => {
    const exchange = endedExchange({ end: { grpcStatus: status(code) } });
    return isServerFault(exchange, exchange.end);
  });
  assert.deepEqual(faults, [2, 4, 12, 13, 14, 15, 17]);
});

test('gRPC: a complete answer without a status', () => {
  const { end, ...call } = endedExchange();
  const { grpcStatus: _, ...without } = end;
  assert.equal(isServerFault({ ...call, end: without }, without), true);
});

test('HTTP: 5xx', () => {
  const fault = (httpStatus: number) => {
    const exchange = httpExchange({ end: { httpStatus } });
    return isServerFault(exchange, exchange.end);
  };
  assert.deepEqual([200, 404, 499, 500, 503].filter(fault), [500, 503]);
});

test('resets and cut connections are the fault of whoever made them; NO_ERROR is none', () => {
  const fault = (how: 'RST_STREAM' | 'CONNECTION_CLOSED', endedBy: 'CLIENT' | 'SERVER', errorCode?: number) => {
    const exchange = httpExchange({ end: { how, endedBy, ...(errorCode === undefined ? {} : { errorCode }) } });
    return isServerFault(exchange, exchange.end);
  };
  assert.equal(fault('RST_STREAM', 'CLIENT', 8), false);
  assert.equal(fault('RST_STREAM', 'SERVER', 2), true);
  assert.equal(fault('RST_STREAM', 'SERVER', 0), false);
  assert.equal(fault('CONNECTION_CLOSED', 'CLIENT'), false);
  assert.equal(fault('CONNECTION_CLOSED', 'SERVER'), true);
});
