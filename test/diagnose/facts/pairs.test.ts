import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionFacts } from '../../../src/diagnose/facts/connection.ts';
import { Pairs } from '../../../src/diagnose/facts/pairs.ts';
import { OPENED } from '../../support/script.ts';

function leg(conn: string, pairedConn?: string): ConnectionFacts {
  const opened = { ...OPENED, listener: 'proxy' as const, ...(pairedConn === undefined ? {} : { pairedConn }) };
  return new ConnectionFacts(conn, opened, 1, 1);
}

test('the leg that opens second names the first, and both know each other', () => {
  const pairs = new Pairs();
  const [one, two] = [leg('c1'), leg('c2', 'c1')];
  pairs.opened(one);
  pairs.opened(two);
  assert.equal(one.paired, two);
  assert.equal(two.paired, one);
});

test('a leg that has closed is found no longer; one that was found is kept', () => {
  const pairs = new Pairs();
  const [one, two, three] = [leg('c1'), leg('c2', 'c1'), leg('c3', 'c1')];
  pairs.opened(one);
  pairs.opened(two);
  pairs.closed(one);
  pairs.opened(three);
  assert.equal(three.paired, undefined);
  assert.equal(two.paired, one);
});
