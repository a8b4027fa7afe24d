import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, suite, test } from 'node:test';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from './support.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

suite('/', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer({ identity: { hostname: '<b>', pod: 'pod-1', version: '1.2.3' } });
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: curl gets text with a line to copy for each endpoint, with the address it came to`, async () => {
      const authority = protocol === 'h2c' ? { ':authority': 'a.example:1' } : { host: 'a.example:1' };
      const { headers, text } = await send(running, protocol, { path: '/', headers: { ...authority, accept: '*/*' } });
      assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
      const { endpoints } = JSON.parse((await send(running, protocol, { path: '/none' })).text);
      assert.equal(text.match(/^ {4}curl .*'http:\/\/a\.example:1\/.*'$/gm)?.length, endpoints.length);
      assert.match(text, /^ {4}curl -d hello 'http:\/\/a\.example:1\/echo\?a=1'$/m);
    });
  }

  test('a browser gets a page, which names all endpoints and the ranges of their parameters', async () => {
    const { headers, text } = await send(running, 'http/1.1', { path: '/', headers: { accept: BROWSER } });
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(headers.vary, 'accept');
    assert.match(text, /seed: the same seed gives the same bytes; a whole number from 0 to 4294967295; default 0/);
    assert.match(text, /curl -o bytes &#39;http:\/\/.*\/bytes\/1024\?seed=7&#39;/);
    assert.match(text, /hostname &lt;b&gt;, pod pod-1/);
  });

  test('nothing in it runs, and its style is the one that the policy names', async () => {
    const { headers, text } = await send(running, 'http/1.1', { path: '/', headers: { accept: BROWSER } });
    assert.doesNotMatch(text, /<script|javascript:|\son\w+=/i);
    const style = /<style>(.*)<\/style>/s.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /^default-src 'none'; /);
    assert.ok(policy.includes(`style-src 'sha256-${hash}'`), policy);
  });

  test('an authority that is no name gets into no line', async () => {
    for (const host of ["x'$(id)'", '<script>', 'a b']) {
      const { text } = await send(running, 'http/1.1', { path: '/', headers: { host } });
      assert.match(text, /curl 'http:\/\/localhost:8080\/version'/);
    }
  });
});
