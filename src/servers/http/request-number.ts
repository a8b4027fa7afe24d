/** Which request of its connection each one is. */

import type { IncomingMessage } from 'node:http';

import type { ConnectionFacts } from '../../connection-facts.ts';
import { connectionOf } from './raw-request.ts';

const NUMBER = Symbol('request number');

type NumberedRequest = IncomingMessage & { [NUMBER]?: number };

/** @returns to be called once with each request, as it comes */
export function createRequestNumbering(): (raw: IncomingMessage) => void {
  const counts = new WeakMap<ConnectionFacts, number>();
  return (raw: NumberedRequest) => {
    const connection = connectionOf(raw);
    if (connection === undefined) return;
    const number = (counts.get(connection) ?? 0) + 1;
    counts.set(connection, number);
    raw[NUMBER] = number;
  };
}

/** @returns from 1; undefined where the connection had closed when the request came */
export function requestNumberOf(raw: IncomingMessage): number | undefined {
  return (raw as NumberedRequest)[NUMBER];
}
