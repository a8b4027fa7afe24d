import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { Validator } from '@seriousme/openapi-schema-validator';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from './support.ts';

suite('/openapi.json', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: is valid OpenAPI 3.1`, async () => {
      const { text } = await send(running, protocol, { path: '/openapi.json' });
      const validator = new Validator();
      assert.deepEqual(await validator.validate(JSON.parse(text)), { valid: true });
      assert.equal(validator.version, '3.1');
    });
  }

  test('has each endpoint with its parameters, their ranges and defaults', async () => {
    const document = JSON.parse((await send(running, 'h2c', { path: '/openapi.json' })).text);
    const { endpoints } = JSON.parse((await send(running, 'h2c', { path: '/none' })).text);
    const templates = endpoints.map(({ path }: { path: string }) => path.replace('*', '{rest}'));
    assert.deepEqual(Object.keys(document.paths), templates);
    const seed = document.paths['/bytes/{n}'].get.parameters[1];
    assert.equal(seed.name, 'seed');
    assert.equal(seed.required, false);
    assert.deepEqual(seed.schema, { type: 'integer', minimum: 0, maximum: 4294967295, default: 0 });
  });
});
