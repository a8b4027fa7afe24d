import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import type { Endpoint, EndpointOptions } from '../../../src/servers/http/endpoint.ts';
import { createEndpoints } from '../../../src/servers/http/endpoints.ts';
import { isSecret } from '../support.ts';
import { IDENTITY, PROTOCOLS, type RunningHttpServer, send, startHttpServer } from './support.ts';

const OPTIONS: EndpointOptions = {
  isSecret,
  maxBodyBytes: 1_000,
  identity: IDENTITY,
  isReady: () => true,
  random: () => 0.999,
};

/** Of those whose examples do not always answer 200. */
const EXPECTED: Readonly<Record<string, readonly number[]>> = {
  '/status/{codes}': [200, 404, 503],
  '/unstable': [200, 500],
  '/redirect/{n}': [302],
  '/cookies/set': [302],
  '/cookies/delete': [302],
};

/** Their examples take seconds. */
const SLOW = ['/drip', '/jsonl', '/sse'];

function statusesOf({ path }: Endpoint, protocol: string): readonly number[] {
  if (path === '/websocket/echo') return [protocol === 'h2c' ? 505 : 426];
  return EXPECTED[path] ?? [200];
}

suite('the table of endpoints', () => {
  const table = createEndpoints(OPTIONS);
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: each example answers`, async () => {
      for (const endpoint of table) {
        const { path, methods, example } = endpoint;
        const method = methods === 'ANY' ? 'GET' : methods[0];
        const quick = SLOW.includes(path) ? `${path}?duration=10ms` : example.path;
        const { status } = await send(running, protocol, { path: quick, ...(method === undefined ? {} : { method }) });
        assert.ok(statusesOf(endpoint, protocol).includes(status), `${quick}: ${status}`);
      }
    });
  }

  test('each default is within its own range', () => {
    for (const { path, parameters } of table) {
      for (const [name, { fallback, parse }] of Object.entries(parameters)) {
        if (fallback !== undefined) assert.notEqual(parse(fallback), undefined, `${path} ${name}`);
      }
    }
  });

  test('each parameter in a path is one of the table, and the other way round', () => {
    for (const { path, parameters } of table) {
      const inPath = Object.entries(parameters).filter(([, parameter]) => parameter.in === 'path');
      assert.deepEqual(
        inPath.map(([name]) => `{${name}}`),
        path.match(/\{\w+\}/g) ?? [],
      );
      assert.ok(inPath.every(([, { fallback }]) => fallback === undefined));
    }
  });

  test('each example is of its path', () => {
    for (const { path, example } of table) {
      const pattern = path.replaceAll('.', '\\.').replace(/\{\w+\}|\*/g, '.+');
      assert.match(example.path, new RegExp(`^${pattern}(\\?|$)`));
    }
  });
});
