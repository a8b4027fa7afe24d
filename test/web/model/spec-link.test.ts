import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RULES } from '../../../src/diagnose/rules/index.ts';
import { specLink } from '../../../src/web/model/spec-link.ts';

describe('specLink', () => {
  for (const [text, href] of [
    ['RFC 9113 §6.8', 'https://www.rfc-editor.org/rfc/rfc9113.html#section-6.8'],
    ['RFC 9110 §15', 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15'],
    ['RFC 7541', 'https://www.rfc-editor.org/rfc/rfc7541.html'],
    ['gRFC A8, Server Enforcement', 'https://github.com/grpc/proposal/blob/master/A8-client-side-keepalive.md'],
    ['gRFC A9', 'https://github.com/grpc/proposal/blob/master/A9-server-side-conn-mgt.md'],
    ['gRPC PROTOCOL-HTTP2, Errors', 'https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md'],
    ['CVE-2023-44487', 'https://www.cve.org/CVERecord?id=CVE-2023-44487'],
    ['gRFC A999', undefined],
    ['RFC 9113 §6.8"><script>', undefined],
    ['RFC 9113 §', undefined],
    ['constructor', undefined],
    ['', undefined],
  ] as const) {
    test(JSON.stringify(text), () => assert.deepEqual(specLink(text), { text, href }));
  }

  test('whatever the rules name can be read somewhere', () => {
    const names = new Set(RULES.flatMap(({ spec }) => spec));
    const unknown = [...names].filter((name) => specLink(name).href === undefined);
    assert.deepEqual(unknown, []);
  });

  test('links lead to https alone', () => {
    for (const name of RULES.flatMap(({ spec }) => spec))
      assert.match(specLink(name).href ?? '', /^https:\/\/[a-z.-]+\//);
  });
});
