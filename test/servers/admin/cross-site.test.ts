import assert from 'node:assert/strict';
import { test } from 'node:test';

import { crossSiteRefusal, type SiteAsked } from '../../../src/servers/admin/cross-site.ts';

const CURL: SiteAsked = { method: 'PUT', host: 'localhost:8090', origin: undefined, fetchSite: undefined };

function refusal(asked: Partial<SiteAsked>): string | undefined {
  return crossSiteRefusal({ ...CURL, ...asked });
}

test('a client that is no browser is asked for nothing but the name of this machine, on whatever port a tunnel has', () => {
  for (const host of ['localhost', 'localhost:8090', 'LOCALHOST:1', '127.0.0.1:8090', '127.8.8.8', '[::1]:8090']) {
    assert.equal(refusal({ host }), undefined, host);
  }
});

test('a Host that is not this machine is refused, also for reading: DNS rebinding', () => {
  const hosts = ['evil.example:8090', 'localhost.evil.example', '127.0.0.1.nip.io', '10.0.0.1:8090', '0.0.0.0:8090'];
  for (const host of [...hosts, '', 'a b', 'user@localhost', undefined]) {
    for (const method of ['GET', 'PUT']) assert.match(refusal({ host, method }) ?? '', /^Host .* came: expected/, host);
  }
});

test('an Origin that is not the host that was asked is refused', () => {
  assert.equal(refusal({ origin: 'http://localhost:8090' }), undefined);
  assert.equal(refusal({ host: '[::1]:8090', origin: 'http://[::1]:8090' }), undefined);
  const others = ['https://evil.example', 'http://localhost:3000', 'http://127.0.0.1:8090', 'null', ''];
  for (const origin of others) {
    assert.match(
      refusal({ origin }) ?? '',
      /^Origin .* came: expected http:\/\/localhost:8090, https:\/\/localhost:8090 or none$/,
      origin,
    );
  }
});

test('what changes something is refused where the browser says that another page sent it', () => {
  for (const fetchSite of ['cross-site', 'same-site', 'nonsense']) {
    assert.match(refusal({ fetchSite }) ?? '', /^Sec-Fetch-Site .* came with PUT: expected same-origin or none$/);
    assert.equal(refusal({ fetchSite, method: 'GET' }), undefined);
  }
  for (const fetchSite of ['same-origin', 'none']) assert.equal(refusal({ fetchSite }), undefined);
});

test('an Origin may be of TLS or clear text, which share the port, and of no other scheme', () => {
  assert.equal(refusal({ origin: 'https://localhost:8090' }), undefined);
  assert.equal(refusal({ host: 'localhost', origin: 'https://localhost' }), undefined);
  assert.equal(refusal({ host: 'localhost:443', origin: 'https://localhost' }), undefined);
  for (const origin of [
    'https://localhost',
    'https://localhost:8091',
    'ftp://localhost:8090',
    'app://localhost:8090',
  ]) {
    assert.match(refusal({ origin }) ?? '', /^Origin/, origin);
  }
  assert.match(refusal({ host: 'localhost:443', origin: 'http://localhost' }) ?? '', /^Origin/);
});

test('where the Host may be any, it must still be one', () => {
  const refusalOf = (host: string) => crossSiteRefusal({ ...CURL, host }, { anyHost: true });
  for (const host of ['debug.example', '10.0.0.1:8090', '[fd00::1]:8090']) assert.equal(refusalOf(host), undefined);
  for (const host of ['', 'a b', 'user@debug.example', 'a/b'])
    assert.match(refusalOf(host) ?? '', /^Host .* a host name/);
});
