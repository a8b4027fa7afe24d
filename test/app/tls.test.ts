import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { loadTls } from '../../src/app/tls.ts';
import type { TlsConfig } from '../../src/cli/tls-config.ts';
import { type Certificate, certificate } from '../support/certificates.ts';

const HOUR_MS = 3_600_000;

describe('loadTls', () => {
  let folder = '';
  let ca: Certificate;
  let own: Certificate;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tls-'));
    ca = await certificate('Test CA', { isCa: true });
    own = await certificate('server', { ca });
  });
  after(() => rmSync(folder, { recursive: true }));

  function file(name: string, content: string): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }

  let made = 0;
  function files(certificate: string, key: string): TlsConfig {
    made += 1;
    const certificateFile = file(`${made}-cert.pem`, certificate);
    return { identity: { kind: 'FILES', certificateFile, keyFile: file(`${made}-key.pem`, key) } };
  }

  test('reads certificate, key and CA', async () => {
    const config = files(own.cert, own.key);
    const clients = { caFile: file('ca.pem', ca.cert), auth: 'optional' } as const;
    const { identity, warnings, fingerprint } = await loadTls({ ...config, clients });
    assert.deepEqual(identity, { certificate: own.cert, key: own.key, clients: { ca: ca.cert, auth: 'optional' } });
    assert.deepEqual(warnings, []);
    assert.match(fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  test('makes a certificate where none is given', async () => {
    const { identity, warnings } = await loadTls({ identity: { kind: 'SELF_SIGNED' } });
    assert.match(identity.certificate, /^-----BEGIN CERTIFICATE-----/);
    assert.deepEqual(warnings, []);
  });

  test('a file that cannot be read, with its flag', async () => {
    const missing = join(folder, 'missing');
    const { identity } = files(own.cert, own.key);
    assert.ok(identity.kind === 'FILES');
    const identities: [string, TlsConfig][] = [
      ['--tls-cert', { identity: { ...identity, certificateFile: missing } }],
      ['--tls-key', { identity: { ...identity, keyFile: missing } }],
      ['--tls-client-ca', { identity, clients: { caFile: missing, auth: 'require' } }],
    ];
    for (const [flag, config] of identities) {
      await assert.rejects(
        loadTls(config),
        (error: Error) => error.message.startsWith(`${flag} ${missing}: ENOENT`),
        flag,
      );
    }
  });

  test('a key that is not that of the certificate', async () => {
    await assert.rejects(
      loadTls(files(own.cert, ca.key)),
      /^Error: --tls-key .* is not the key of the certificate in --tls-cert /,
    );
  });

  test('files that are something else; what is in them is not told', async () => {
    const nonsense = 'c2VjcmV0IG5vbnNlbnNl';
    for (const [config, expected] of [
      [files(nonsense, own.key), /^Error: --tls-cert .*: expected a PEM certificate/],
      [files(own.cert, nonsense), /^Error: --tls-key .*: expected a PEM private key/],
      [files(own.key, own.cert), /^Error: --tls-cert .*: expected a PEM certificate/],
      [files('', own.key), /^Error: --tls-cert .*: expected a PEM certificate/],
    ] as const) {
      await assert.rejects(loadTls(config), (error: Error) => {
        assert.match(String(error), expected);
        assert.ok(!error.message.includes(nonsense), error.message);
        return true;
      });
    }
    const clients = { caFile: file('ca.pem', nonsense), auth: 'require' } as const;
    await assert.rejects(
      loadTls({ ...files(own.cert, own.key), clients }),
      /^Error: --tls-client-ca .*: expected a PEM/,
    );
  });

  test('an encrypted key', async () => {
    const cipher = { format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' } as const;
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { format: 'pem', type: 'spki' },
      privateKeyEncoding: cipher,
    });
    await assert.rejects(loadTls(files(own.cert, privateKey)), /it is encrypted, expected a key without a passphrase$/);
  });

  test('a certificate out of its time is a warning', async () => {
    const late = await certificate('late', { notAfter: new Date(Date.now() - HOUR_MS) });
    const early = await certificate('early', { notBefore: new Date(Date.now() + HOUR_MS) });
    const [expired] = (await loadTls(files(late.cert, late.key))).warnings;
    assert.match(expired ?? '', /^--tls-cert .*cert\.pem has expired \(.*\): clients that verify it will refuse it$/);
    const [notYet] = (await loadTls(files(early.cert, early.key))).warnings;
    assert.match(notYet ?? '', /^--tls-cert .*cert\.pem is not valid before /);
  });
});
