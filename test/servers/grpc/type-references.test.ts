import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { type LinkedFile, linkFiles } from '../../../src/servers/grpc/type-references.ts';

/** Two packages with a type of the same name. */
function files(...references: readonly string[]): [LinkedFile, LinkedFile] {
  const nested = { name: 'Nested', field: references.map((typeName) => ({ typeName })) };
  return [
    {
      name: 'a_b.proto',
      package: 'a.b',
      messageType: [{ name: 'Outer', nestedType: [nested], enumType: [{ name: 'Kind' }] }, { name: 'Same' }],
      service: [{ name: 'S', method: [{ inputType: 'Same', outputType: 'a.c.Other' }] }],
    },
    { name: 'a_c.proto', package: 'a.c', messageType: [{ name: 'Other' }], enumType: [{ name: 'Same' }] },
  ];
}

function linked(reference: string): string | undefined {
  const all = files(reference);
  linkFiles(all);
  return all[0].messageType?.[0]?.nestedType?.[0]?.field?.[0]?.typeName;
}

suite('references between file descriptors', () => {
  test('get the full name that the innermost scope gives them', () => {
    assert.equal(linked('Kind'), '.a.b.Outer.Kind');
    assert.equal(linked('Nested'), '.a.b.Outer.Nested');
    assert.equal(linked('Same'), '.a.b.Same');
    assert.equal(linked('c.Same'), '.a.c.Same');
    assert.equal(linked('a.c.Other'), '.a.c.Other');
    assert.equal(linked('.a.c.Other'), '.a.c.Other');
  });

  test('of types that nobody has stay as they are', () => {
    assert.equal(linked('no.such.Type'), 'no.such.Type');
    assert.equal(linked('.no.such.Type'), '.no.such.Type');
  });

  test('to other files are imports, once each, and those within a file are none', () => {
    const all = files('Same', 'a.c.Other', 'a.c.Same');
    linkFiles(all);
    assert.deepEqual(all[0].dependency, ['a_c.proto']);
    assert.deepEqual(all[1].dependency, []);
  });

  test('of methods are found too', () => {
    const all = files();
    linkFiles(all);
    assert.deepEqual(all[0].service?.[0]?.method, [{ inputType: '.a.b.Same', outputType: '.a.c.Other' }]);
  });
});
