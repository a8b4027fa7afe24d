import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, test } from 'node:test';
import { selfSigned } from '../../src/app/self-signed.ts';

const DAY_MS = 86_400_000;

describe('selfSigned', () => {
  test('is for localhost, the host and the loopback addresses', async () => {
    const { certificate, key } = await selfSigned('echo-7d4.example');
    const parsed = new X509Certificate(certificate);
    for (const name of ['localhost', 'echo-7d4.example']) assert.equal(parsed.checkHost(name), name);
    for (const address of ['127.0.0.1', '::1']) assert.equal(parsed.checkIP(address), address);
    assert.equal(parsed.checkHost('other.example'), undefined);
    assert.equal(parsed.checkPrivateKey(createPrivateKey(key)), true);
    assert.equal(parsed.verify(parsed.publicKey), true);
    assert.equal(parsed.ca, false);
  });

  test('is valid from an hour ago for a year', async () => {
    const now = Date.now();
    const { validFrom, validTo } = new X509Certificate((await selfSigned('a', now)).certificate);
    assert.ok(Date.parse(validFrom) < now && Date.parse(validFrom) > now - DAY_MS, validFrom);
    assert.ok(Date.parse(validTo) > now + 364 * DAY_MS && Date.parse(validTo) < now + 366 * DAY_MS, validTo);
  });

  test('host names that have no place in a certificate are left out', async () => {
    for (const host of ['', 'a_b', 'ümlaut', '-', '192.0.2.1', 'localhost']) {
      const { certificate } = await selfSigned(host);
      const names = new X509Certificate(certificate).subjectAltName?.split(', ') ?? [];
      assert.deepEqual(
        names.filter((name) => name.startsWith('DNS:')),
        ['DNS:localhost'],
        host,
      );
    }
  });

  test('each has a key of its own', async () => {
    const [one, other] = await Promise.all([selfSigned(), selfSigned()]);
    assert.notEqual(one.key, other.key);
  });
});
