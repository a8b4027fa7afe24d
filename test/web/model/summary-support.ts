/** Events of calls for tests of model/summary*.ts, numbered as they are made. */

import type { ConnectionOpened, EventOf, Finding, StreamClosed, StreamOpened } from '../../../src/trace/event.ts';
import { connectionClosed, connectionOpened, finding, START, stamp, streamClosed } from '../../support/events.ts';

/** Whose time is a second further than its `seq`, and whose connection opened at 0. */
export function callEvents() {
  let seq = 0;
  function at<T>(conn: string, body: Parameters<typeof stamp>[0][number]): T {
    seq++;
    const [event] = stamp([body], conn, seq);
    return { ...event, time: START + seq * 1_000_000, offsetMs: seq * 1000 } as T;
  }
  return {
    opened: (conn: string, streamId: number, parts: Partial<StreamOpened> = {}) =>
      at<EventOf<'streamOpened'>>(conn, { kind: 'streamOpened', streamOpened: { ...ECHO, streamId, ...parts } }),
    closed: (conn: string, streamId: number, parts: Partial<StreamClosed> = {}) =>
      at<EventOf<'streamClosed'>>(conn, streamClosed({ ...OK, streamId, ...parts })),
    connectionOpened: (conn: string, parts: Partial<ConnectionOpened> = {}) =>
      at<EventOf<'connectionOpened'>>(conn, connectionOpened(parts)),
    connectionClosed: (conn: string) => at<EventOf<'connectionClosed'>>(conn, connectionClosed()),
    finding: (parts: Partial<Finding> = {}) => at<EventOf<'finding'>>('c1', finding(parts)),
  };
}

export const ECHO = {
  method: 'POST',
  path: '/sre.echo.v1.EchoService/Echo',
  authority: 'echo.sre:50051',
  rpc: { service: 'sre.echo.v1.EchoService', method: 'Echo' },
} as const;

export const GET = {
  method: 'GET',
  path: '/healthz',
  authority: 'echo.sre',
  rpc: undefined,
} as unknown as Partial<StreamOpened>;

export const OK = { httpStatus: 200, grpcStatus: { code: 0, name: 'OK', message: '' } } as const;
export const UNAVAILABLE = { httpStatus: 200, grpcStatus: { code: 14, name: 'UNAVAILABLE', message: '' } } as const;
