import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type Asked, askedBy, createAccess } from '../../../src/servers/admin/access.ts';
import { createAdminToken } from '../../../src/servers/admin/token.ts';

const TOKEN = 'correct-horse-battery';
const CURL: Asked = {
  method: 'GET',
  host: 'localhost:8090',
  origin: undefined,
  fetchSite: undefined,
  authorization: undefined,
};
const BEARER = `Bearer ${TOKEN}`;
const BASIC = `Basic ${Buffer.from(`:${TOKEN}`).toString('base64')}`;

const open = createAccess({ token: undefined, isLoopback: true });
const guarded = createAccess({ token: createAdminToken(TOKEN), isLoopback: true });
const remote = createAccess({ token: createAdminToken(TOKEN), isLoopback: false });

test('without a token whoever is on this machine may ask', () => {
  assert.equal(open(CURL), undefined);
  assert.equal(open({ ...CURL, authorization: 'Bearer whatever' }), undefined);
});

test('with a token only who brings it may, on loopback too', () => {
  for (const access of [guarded, remote]) {
    for (const authorization of [BEARER, BASIC]) assert.equal(access({ ...CURL, authorization }), undefined);
    for (const authorization of [undefined, '', 'Bearer x', `${BEARER}x`, 'Basic x', TOKEN]) {
      assert.equal(access({ ...CURL, authorization })?.statusCode, 401, authorization);
    }
  }
});

test('the refusal says what came and how to bring the token, and has nothing of either', () => {
  const messageOf = (authorization?: string) => guarded({ ...CURL, authorization })?.message ?? '';
  const how = /: expected Authorization: Bearer <token>, or Basic .* curl -u :<token>, or grpcurl -H /;
  for (const [authorization, expected] of [
    [undefined, /^no token came/],
    ['Bearer hush-hush', /^another token came/],
    ['Digest hush-hush', /^an Authorization without a token came/],
  ] as const) {
    assert.match(messageOf(authorization), expected);
    assert.match(messageOf(authorization), how);
    assert.doesNotMatch(messageOf(authorization), /hush|correct-horse/);
  }
});

test('another site is refused before its token is looked at', () => {
  assert.equal(guarded({ ...CURL, origin: 'https://evil.example', authorization: BEARER })?.statusCode, 403);
  assert.equal(guarded({ ...CURL, host: 'evil.example', authorization: BEARER })?.statusCode, 403);
  assert.equal(guarded({ ...CURL, host: 'evil.example' })?.statusCode, 403);
});

test('on an address that others reach the Host may be any, and origins are looked at as ever', () => {
  const asked = { ...CURL, host: 'debug.example:8090', authorization: BEARER };
  assert.equal(remote(asked), undefined);
  assert.equal(remote({ ...asked, origin: 'http://debug.example:8090' }), undefined);
  assert.equal(remote({ ...asked, origin: 'https://debug.example:8090' }), undefined);
  assert.equal(remote({ ...asked, origin: 'https://evil.example' })?.statusCode, 403);
  assert.equal(remote({ ...asked, method: 'PUT', fetchSite: 'cross-site' })?.statusCode, 403);
  assert.equal(remote({ ...asked, authorization: undefined })?.statusCode, 401);
});

test('RFC 9113 §8.3.1: who is asked is said by :authority, or else by Host', () => {
  assert.equal(askedBy('GET', { host: 'a' }).host, 'a');
  assert.equal(askedBy('GET', { ':authority': 'b', host: 'a' }).host, 'b');
  assert.equal(askedBy('GET', {}).host, undefined);
});
