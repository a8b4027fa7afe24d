import assert from 'node:assert/strict';
import { beforeEach, suite, test } from 'node:test';

import { createPageConnections, type PageAsked } from '../../../src/servers/admin/page-connections.ts';
import { factsOfConnection } from '../support.ts';

const CURL: PageAsked = {
  method: 'GET',
  host: 'localhost:8090',
  origin: undefined,
  fetchSite: undefined,
  referer: undefined,
};
const PAGE: PageAsked = { ...CURL, fetchSite: 'same-origin' };

suite('the connections of the web view', () => {
  const c1 = factsOfConnection(1);
  let muted: string[] = [];
  let noteOfPage = createPageConnections(() => () => {});
  beforeEach(() => {
    muted = [];
    noteOfPage = createPageConnections((connection) => {
      muted.push(connection);
      return () => void muted.splice(muted.indexOf(connection), 1);
    });
  });

  test('one is muted from the first GET of the page on, once', () => {
    noteOfPage(PAGE, c1, true);
    noteOfPage(PAGE, c1, true);
    noteOfPage({ ...PAGE, method: 'HEAD' }, c1, true);
    noteOfPage(PAGE, factsOfConnection(2), true);
    assert.deepEqual(muted, ['c1', 'c2']);
  });

  test('what is typed, what comes from elsewhere, and who is no browser is not the page', () => {
    noteOfPage(CURL, c1, true);
    for (const fetchSite of ['none', 'same-site', 'cross-site', '']) noteOfPage({ ...CURL, fetchSite }, c1, true);
    noteOfPage({ ...CURL, referer: 'http://localhost:3000/' }, c1, true);
    noteOfPage({ ...CURL, referer: 'no URL' }, c1, true);
    noteOfPage({ ...CURL, fetchSite: 'cross-site', referer: 'http://localhost:8090/' }, c1, true);
    assert.deepEqual(muted, []);
  });

  test('in clear text from another machine browsers send no Sec-Fetch-Site: the Referer is of this server', () => {
    const host = '10.0.0.1:8090';
    noteOfPage({ ...CURL, host, referer: `http://${host}/?tab=wire` }, c1, true);
    assert.deepEqual(muted, ['c1']);
  });

  test('a change of the page mutes nothing, and ends nothing', () => {
    noteOfPage({ ...PAGE, method: 'PUT' }, c1, true);
    assert.deepEqual(muted, []);
    noteOfPage(PAGE, c1, true);
    noteOfPage({ ...PAGE, method: 'PUT' }, c1, true);
    assert.deepEqual(muted, ['c1']);
  });

  test('who is refused mutes nothing, and a request of somebody else, or a refused one, has the connection recorded', () => {
    noteOfPage(PAGE, c1, false);
    assert.deepEqual(muted, []);
    for (const [asked, isAdmitted] of [
      [CURL, true],
      [PAGE, false],
    ] as const) {
      noteOfPage(PAGE, c1, true);
      assert.deepEqual(muted, ['c1']);
      noteOfPage(asked, c1, isAdmitted);
      assert.deepEqual(muted, []);
    }
  });
});
