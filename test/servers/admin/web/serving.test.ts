/** The web view as browsers and others get it: home.ts, assets.ts and send-file.ts. */

import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { createAdminToken } from '../../../../src/servers/admin/token.ts';
import { PROTOCOLS } from '../../http/support.ts';
import { ask, type RunningAdminServer, startAdminServer } from '../support.ts';
import { type BuiltFolder, buildFolder, PAGE, SCRIPT } from './support.ts';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const SCRIPT_PATH = '/assets/index-abc123.js';

suite('the web view', () => {
  let folder: BuiltFolder;
  let running: RunningAdminServer;
  before(async () => {
    folder = buildFolder();
    running = await startAdminServer({ webFolder: folder.path });
  });
  after(async () => {
    await running.close();
    folder.remove();
  });

  for (const protocol of PROTOCOLS) {
    test(`is at / for who takes HTML, and the list of endpoints for all others, on ${protocol}`, async () => {
      const page = await ask(running, protocol, { path: '/', headers: BROWSER });
      assert.deepEqual([page.status, page.text], [200, PAGE]);
      assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
      assert.equal(page.headers['cache-control'], 'no-store');
      for (const headers of [{}, { accept: '*/*' }]) {
        const list = await ask(running, protocol, { path: '/', headers });
        assert.equal(list.headers['content-type'], 'text/plain; charset=utf-8');
        assert.match(list.text, /^sre-test-server: admin API\./);
        assert.equal(list.headers.vary, page.headers.vary);
        assert.match(list.headers.vary ?? '', /\baccept\b/);
      }
    });

    test(`its files never change under their names, and are compressed for who takes that, on ${protocol}`, async () => {
      const plain = await ask(running, protocol, { path: SCRIPT_PATH });
      assert.equal(plain.text, SCRIPT);
      assert.equal(plain.headers['content-encoding'], undefined);
      const headers = { 'accept-encoding': 'gzip, deflate, br, zstd' };
      const gzipped = await ask(running, protocol, { path: SCRIPT_PATH, headers });
      assert.equal(String(gunzipSync(gzipped.body)), SCRIPT);
      assert.equal(gzipped.headers['content-encoding'], 'gzip');
      assert.ok(gzipped.body.length < plain.body.length);
      for (const { headers } of [plain, gzipped]) {
        assert.equal(headers['content-type'], 'text/javascript; charset=utf-8');
        assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
        assert.equal(headers.vary, 'accept-encoding');
        assert.equal(headers['x-content-type-options'], 'nosniff');
      }
    });

    test(`there is nothing but its files, whatever the path, on ${protocol}`, async () => {
      const others = [
        'deeper/x.js',
        'deeper%2Fx.js',
        'link.txt',
        'index-abc123.js.map',
        'index.html',
        '',
        'constructor',
      ];
      const paths = ['..%2fother.txt', '%2e%2e%2f%2e%2e%2fsecret.txt', '../other.txt', '..%5cother.txt', '%00', '%zz'];
      for (const name of [...others, ...paths]) {
        const { status, text } = await ask(running, protocol, { path: `/assets/${name}` });
        assert.ok(status === 404 || status === 400, `${name}: ${status}`);
        assert.doesNotMatch(text, /behind it|beside the page/);
      }
      assert.equal((await ask(running, protocol, { path: '/index.html' })).status, 404);
    });

    test(`HEAD tells what GET would, on ${protocol}`, async () => {
      for (const path of ['/', SCRIPT_PATH]) {
        const get = await ask(running, protocol, { path, headers: BROWSER });
        const head = await ask(running, protocol, { method: 'HEAD', path, headers: BROWSER });
        assert.deepEqual([head.status, head.text], [200, '']);
        for (const name of ['content-type', 'content-length', 'content-security-policy', 'cache-control']) {
          assert.equal(head.headers[name], get.headers[name], `${path} ${name}`);
        }
      }
    });
  }

  test('may run and load what this server has, and nothing else', async () => {
    const { headers } = await ask(running, 'http/1.1', { path: '/', headers: BROWSER });
    assert.equal(
      headers['content-security-policy'],
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    );
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.equal(headers['referrer-policy'], 'same-origin');
    assert.equal((await ask(running, 'http/1.1', { path: '/' })).headers['referrer-policy'], 'no-referrer');
  });

  test('RFC 9110 §12.5.3: is not compressed for who does not take that', async () => {
    const encodingFor = async (accepted: string) => {
      const headers = { 'accept-encoding': accepted };
      return (await ask(running, 'http/1.1', { path: SCRIPT_PATH, headers })).headers['content-encoding'];
    };
    for (const accepted of ['br', 'gzip;q=0', 'gzip; q=0.000, br', 'gzipped', '', '*']) {
      assert.equal(await encodingFor(accepted), undefined, accepted);
    }
    for (const accepted of ['gzip', 'br,GZIP', 'x-gzip', 'gzip;q=0.5', 'br;q=0, gzip ;q=1']) {
      assert.equal(await encodingFor(accepted), 'gzip', accepted);
    }
  });

  test('the list of endpoints is at /api too, for browsers as well', async () => {
    const { headers, text } = await ask(running, 'http/1.1', { path: '/api', headers: BROWSER });
    assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
    assert.match(text, /^GET \/api\/trace\/index$/m);
    assert.doesNotMatch(text, /assets/);
  });
});

test('a web view that is not built: / has the list, and says so to browsers', async () => {
  const running = await startAdminServer();
  const browser = await ask(running, 'http/1.1', { path: '/', headers: BROWSER });
  assert.match(browser.text, /^The web view is not built: npm run build builds it\.\n\nsre-test-server: admin API/);
  assert.equal(browser.headers['content-type'], 'text/plain; charset=utf-8');
  assert.match((await ask(running, 'http/1.1', { path: '/' })).text, /^sre-test-server: admin API/);
  assert.equal((await ask(running, 'http/1.1', { path: SCRIPT_PATH })).status, 404);
  await running.close();
});

test('the web view of a server with a token asks for it, and no file comes without', async () => {
  const folder = buildFolder();
  const running = await startAdminServer({ webFolder: folder.path, token: createAdminToken('correct-horse-battery') });
  for (const path of ['/', SCRIPT_PATH]) {
    const { status, headers, text } = await ask(running, 'http/1.1', { path, headers: BROWSER });
    assert.equal(status, 401);
    assert.match(headers['www-authenticate'] ?? '', /^Basic /);
    assert.equal(headers['cache-control'], 'no-store');
    assert.match(JSON.parse(text).message, /^no token came/);
  }
  const authorization = `Basic ${btoa(':correct-horse-battery')}`;
  assert.equal((await ask(running, 'http/1.1', { path: '/', headers: { ...BROWSER, authorization } })).text, PAGE);
  await running.close();
  folder.remove();
});
