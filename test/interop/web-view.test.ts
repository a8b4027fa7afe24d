import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openWebPage, type PageOptions, picture, startBrowser, type WebPage } from '../support/interop/browser.ts';
import { portForward } from '../support/interop/port-forward.ts';
import { scratchFolder } from '../support/interop/scratch.ts';
import { toolOutput } from '../support/interop/tool.ts';
import { HOSTILE, manyMessages, oneCall, SECRET, someTraffic } from '../support/interop/web-traffic.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** The page polls each two seconds, and a picture takes some; a busy machine takes more. */
const PATIENCE = { timeout: 15_000 };

interface Opened extends WebPage {
  readonly see: (text: string | RegExp) => Promise<void>;
}

describe('the web view in Chromium', () => {
  let server: ServerProcess;
  let browser: Browser;
  const opened: WebPage[] = [];

  before(async () => {
    server = await startServer({ args: ['--log', 'off'] });
    browser = await startBrowser();
    await someTraffic(server);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function open(hash = '', options: PageOptions = {}, port = server.adminPort): Promise<Opened> {
    const page = await openWebPage(browser, `http://127.0.0.1:${port}/${hash}`, options);
    opened.push(page);
    const see = (text: string | RegExp) => page.page.getByText(text).first().waitFor(PATIENCE);
    return { ...page, see };
  }

  /** Nothing went wrong on any page, and none asked another origin. */
  async function closeWell({ errors, origins, page, close }: Opened, origin = server.adminPort): Promise<void> {
    // A filter that is wrong is refused with 400, which browsers tell whatever the page makes of it.
    assert.deepEqual(
      errors.filter((error) => !error.includes('400 (Bad Request)')),
      [],
    );
    assert.deepEqual([...origins], [`http://127.0.0.1:${origin}`]);
    assert.equal(await page.evaluate('window.wasRun'), undefined);
    assert.equal((await page.content()).includes(SECRET), false);
    await close();
  }

  async function axe(page: Page): Promise<void> {
    // By the protocol and not as a script of the page, whose policy allows none.
    await page.evaluate(AXE);
    const { violations } = (await page.evaluate('axe.run()')) as {
      violations: readonly { id: string; impact: string; nodes: readonly { html: string; failureSummary: string }[] }[];
    };
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const told = serious.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n  ')}`,
    );
    assert.deepEqual(told, []);
  }

  for (const [name, hash, expected] of [
    ['overview', '', /calls? in the last/],
    ['wire', '#/wire?filter=kind:frame', /SETTINGS/],
    ['streams', '#/streams', /UNAVAILABLE/],
    ['connections', '#/connections', /127\.0\.0\.1/],
    ['findings', '#/findings', /S11/],
  ] as const) {
    for (const theme of ['light', 'dark'] as const) {
      test(`${name}, ${theme}: shows the traffic, is accessible, and has no error`, async () => {
        const web = await open(hash, { theme });
        await web.see(expected);
        await picture(web.page, `${name}-${theme}`);
        await axe(web.page);
        await closeWell(web);
      });
    }

    test(`${name} on a phone`, async () => {
      const web = await open(hash, { width: 390, height: 800 });
      await web.see(expected);
      await picture(web.page, `${name}-phone`);
      const overflow = Number(await web.page.evaluate('document.documentElement.scrollWidth - innerWidth'));
      assert.ok(overflow <= 0, `${overflow} px wider than the screen`);
      await closeWell(web);
    });
  }

  test('follows calls as they come', async () => {
    const web = await open('#/wire');
    await web.see(/live/);
    const rows = web.page.locator('[role=grid]');
    const before = Number(await rows.getAttribute('aria-rowcount'));
    await oneCall(server, 'seen at once');
    await web.see(/seen at once/);
    assert.ok(Number(await rows.getAttribute('aria-rowcount')) > before);
    await closeWell(web);
  });

  test('pauses, counts what is new, and goes on', async () => {
    const web = await open('#/wire');
    await web.see(/live/);
    await web.page.keyboard.press('Space');
    await oneCall(server, 'while it was paused');
    await web.see(/paused · \d+ new/);
    assert.equal(await web.page.getByText('while it was paused').count(), 0);
    await picture(web.page, 'wire-paused');
    await web.page.getByRole('button', { name: 'go on' }).first().click();
    await web.see(/while it was paused/);
    await closeWell(web);
  });

  test('a row opens its details and its stream, by keys alone', async () => {
    const web = await open('#/wire?filter=grpc-status:UNAVAILABLE');
    await web.page.locator('.wire-info', { hasText: 'UNAVAILABLE' }).waitFor(PATIENCE);
    await web.page.keyboard.press('g');
    await web.page.locator('.stream').getByText('retry').first().waitFor(PATIENCE);
    await picture(web.page, 'wire-details');
    await axe(web.page);
    assert.match(web.page.url(), /seq=\d+/);
    await closeWell(web);
  });

  test('a filter is completed, refused in its place, applied, and undone by Back', async () => {
    const web = await open('#/wire');
    await web.see(/live/);
    await web.page.keyboard.press('/');
    await web.page.keyboard.type('type:GOA');
    await web.page.getByRole('option', { name: /GOAWAY/ }).waitFor(PATIENCE);
    await picture(web.page, 'filter-completion');
    await web.page.keyboard.press('Tab');
    assert.equal(await web.page.getByLabel('filter').inputValue(), 'type:GOAWAY');
    await web.page.keyboard.press('Enter');
    await web.page.waitForURL(/filter=type/);
    await web.see(/^1 of \d+$/);
    await web.page.locator('.wire-info', { hasText: 'ENHANCE_YOUR_CALM' }).waitFor(PATIENCE);
    assert.equal(await web.page.locator('.wire-rows .wire-what', { hasText: 'DATA' }).count(), 0);
    await web.page.getByLabel('filter').fill('frame.tpye == "DATA"');
    await web.page.keyboard.press('Enter');
    await web.see(/did you mean/);
    await picture(web.page, 'filter-refused');
    await web.page.goBack();
    await web.page.locator('.wire-rows .wire-what', { hasText: 'HTTP/1' }).first().waitFor(PATIENCE);
    assert.equal(await web.page.getByLabel('filter').inputValue(), '');
    await closeWell(web);
  });

  test('a click on a value filters by it, with Shift it leaves it out', async () => {
    const web = await open('#/wire?filter=kind:frame');
    await web.page.locator('.wire-rows .wire-what .filterable', { hasText: 'SETTINGS' }).first().click();
    await web.page.waitForURL(/SETTINGS/);
    assert.match(await web.page.getByLabel('filter').inputValue(), /type:SETTINGS/);
    await closeWell(web);
  });

  test('texts of peers are texts', async () => {
    const web = await open('#/wire?filter=header:x-note');
    await web.page.locator('.wire-what', { hasText: 'HEADERS' }).waitFor(PATIENCE);
    await web.page.keyboard.press('g');
    await web.page.locator('td', { hasText: HOSTILE }).first().waitFor(PATIENCE);
    await picture(web.page, 'hostile-header');
    await web.page.goto(`http://127.0.0.1:${server.adminPort}/#/wire?filter=${encodeURIComponent('kind:message')}`);
    await web.see(/onerror/);
    await closeWell(web);
  });

  test('a stream tells its story: who ended it, and whether a retry is safe', async () => {
    const web = await open('#/streams');
    // The sixth call has a deadline that passes: grpcurl resets its stream, or closes the connection.
    await web.page.locator('tbody tr', { hasText: 'c6/1' }).click();
    await web.see(/ended by/);
    await web.see(/^retry/);
    await web.see(/had passed/);
    await picture(web.page, 'stream');
    await axe(web.page);
    await closeWell(web);
  });

  test('a connection shows settings, windows and HPACK tables', async () => {
    const grpc = await import('node:http2');
    const session = grpc.connect(`http://127.0.0.1:${server.httpPort}`);
    const request = session.request({ ':path': '/echo' });
    request.resume();
    await once(request, 'end');
    const web = await open('#/connections');
    await web.see(/open/);
    await web.page.locator('tbody tr', { hasText: 'h2c' }).first().click();
    await web.see(/MAX_CONCURRENT_STREAMS/);
    await web.see(/HPACK/);
    await picture(web.page, 'connection');
    await axe(web.page);
    session.destroy();
    await closeWell(web);
  });

  test('a finding leads to its evidence', async () => {
    const web = await open('#/findings');
    await web.page.getByText('S11').first().click();
    await web.see(/deadline/);
    await picture(web.page, 'finding');
    await web.page.getByRole('button', { name: /show evidence/ }).click();
    await web.page.waitForURL(/#\/wire/);
    await web.page.locator('.wire-mark [role=img]').first().waitFor(PATIENCE);
    await picture(web.page, 'finding-evidence');
    await closeWell(web);
  });

  test('what the filter shows is exported, and the file opens without a server', async () => {
    const scratch = scratchFolder();
    const web = await open(`#/wire?filter=${encodeURIComponent('-kind:http1 -listener:admin')}`);
    await web.page.locator('.wire-what', { hasText: 'SETTINGS' }).first().waitFor(PATIENCE);
    await web.page.getByRole('button', { name: /export/ }).click();
    const [download] = await Promise.all([
      web.page.waitForEvent('download'),
      web.page.getByRole('menuitem', { name: /NDJSON/ }).click(),
    ]);
    const path = scratch.path('trace.ndjson');
    await download.saveAs(path);
    assert.ok(readFileSync(path, 'utf8').split('\n').length > 50);
    await web.page.locator('input[type=file]').setInputFiles(path);
    await web.see(/file trace.ndjson/);
    await web.page.getByRole('tab', { name: /Streams/ }).click();
    await web.see(/UNAVAILABLE/);
    await picture(web.page, 'file-streams');
    await web.page.getByRole('tab', { name: /Wire/ }).click();
    await web.page.getByLabel('filter').fill('grpc-status!=0');
    await web.page.keyboard.press('Enter');
    await web.see(/^\d of \d+$/);
    await web.see(/UNAVAILABLE/);
    assert.equal(await web.page.locator('.wire-rows .wire-what', { hasText: 'SETTINGS' }).count(), 0);
    await picture(web.page, 'file-wire');
    writeFileSync(path, 'no trace at all\n');
    await web.page.locator('input[type=file]').setInputFiles(path);
    await web.see(/was not opened/);
    scratch.remove();
    await closeWell(web);
  });

  test('recording is switched off and on from the page', async () => {
    const web = await open('#/wire');
    await web.page.getByRole('button', { name: /^recording/ }).click();
    await web.page.getByRole('button', { name: 'stop recording' }).click();
    await web.see(/nothing is recorded now/);
    assert.match(await toolOutput('curl', ['-s', `http://127.0.0.1:${server.adminPort}/api/trace/config`]), /"paused"/);
    await web.page.getByRole('button', { name: /^record$/ }).click();
    await web.see(/traffic is recorded/);
    await closeWell(web);
  });

  test('all keys are told', async () => {
    const web = await open('#/wire');
    await web.see(/live/);
    await web.page.keyboard.press('?');
    await web.page.getByRole('dialog').waitFor(PATIENCE);
    await picture(web.page, 'help');
    await axe(web.page);
    await web.page.keyboard.press('Escape');
    await web.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await closeWell(web);
  });

  test('its scripts are below 120 kB, compressed', async () => {
    const web = await open('#/wire');
    await web.page.getByLabel('filter').fill('type:DATA');
    await web.page.keyboard.press('Enter');
    await web.page.waitForURL(/filter/);
    const sizes = await web.page.evaluate(
      `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).map((each) => each.encodedBodySize)`,
    );
    const bytes = (sizes as number[]).reduce((sum, size) => sum + size, 0);
    assert.ok(bytes > 20_000 && bytes < 120_000, `${bytes} bytes`);
    await closeWell(web);
  });

  test('an empty server says what to do', async () => {
    const fresh = await startServer({ args: ['--log', 'off', '--trace', 'paused'] });
    for (const tab of ['overview', 'wire', 'streams', 'connections', 'findings']) {
      const web = await open(`#/${tab}`, {}, fresh.adminPort);
      await web.page
        .locator('main')
        .getByText(/\w+ \w+/)
        .first()
        .waitFor(PATIENCE);
      await picture(web.page, `empty-${tab}`);
      await closeWell(web, fresh.adminPort);
    }
    await fresh.stop();
  });

  test('it comes back by itself when the way to the server drops; nothing is shown twice', async () => {
    const forward = await portForward(server.adminPort);
    const web = await open('#/wire?filter=kind:message', {}, forward.port);
    await web.see(/live/);
    await oneCall(server, 'before the drop');
    await web.see(/before the drop/);
    await forward.drop();
    await web.see(/disconnected/);
    await picture(web.page, 'disconnected');
    await oneCall(server, 'while it was away');
    await forward.listen();
    await web.see(/while it was away/);
    const seqs = await web.page.locator('.wire-rows .wire-seq').allInnerTexts();
    assert.equal(new Set(seqs).size, seqs.length);
    await web.close();
    await forward.drop();
  });

  for (const [scheme, args] of [
    ['http', []],
    ['https', ['--tls-self-signed']],
  ] as const) {
    test(`with a token it is the password that the browser asks for, on ${scheme}`, async () => {
      const token = 'a-token-of-thirty-two-characters';
      const guarded = await startServer({ args: ['--log', 'off', '--admin-token', token, ...args] });
      const context = await browser.newContext({
        ignoreHTTPSErrors: true,
        httpCredentials: { username: 'anybody', password: token },
      });
      const page = await context.newPage();
      await page.goto(`${scheme}://127.0.0.1:${guarded.adminPort}/#/wire`);
      await page.getByText(/live \d+ events/).waitFor(PATIENCE);
      await page.getByRole('button', { name: /^recording/ }).click();
      await page.getByRole('button', { name: 'stop recording' }).click();
      await page.getByText(/nothing is recorded now/).waitFor(PATIENCE);
      assert.equal((await page.content()).includes(token), false);
      await context.close();
      await guarded.stop();
    });
  }

  test('what was overwritten while the way was down is marked', async () => {
    const small = await startServer({ args: ['--log', 'off', '--ring-bytes', '1048576'] });
    const forward = await portForward(small.adminPort);
    await oneCall(small, 'before the drop');
    const web = await open('#/wire', {}, forward.port);
    await web.see(/before the drop/);
    await forward.drop();
    await web.see(/disconnected/);
    await manyMessages(small, 4_000);
    await forward.listen();
    await web.see(/behind: [\d,]+ events lost for this page, between [\d,]+ and [\d,]+/);
    const reason = await web.page.locator('.wire-behind').getAttribute('title');
    assert.match(reason ?? '', /overwritten while the page was disconnected/);
    await picture(web.page, 'wire-behind');
    await web.close();
    await forward.drop();
    await small.stop();
  });

  test('a server that was started anew is another trace', async () => {
    const first = await startServer({ args: ['--log', 'off'] });
    const forward = await portForward(first.adminPort);
    await oneCall(first, 'of the first server');
    const web = await open('#/wire', {}, forward.port);
    await web.see(/of the first server/);
    await forward.drop();
    await first.stop();
    const second = await startServer({ args: ['--log', 'off'] });
    await oneCall(second, 'of the second');
    await forward.listen(second.adminPort);
    await web.see(/of the second/);
    await web.see(/started anew/);
    assert.equal(await web.page.getByText('of the first server').count(), 0);
    await web.close();
    await forward.drop();
    await second.stop();
  });
});
