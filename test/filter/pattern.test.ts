import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { compileFilter } from '../../src/filter/filter.ts';
import { MAX_MATCHED_LENGTH } from '../../src/filter/limits.ts';
import { field, frame, headers, stamp } from '../support/events.ts';
import { assertRefused } from './refusals.ts';

function matches(text: string, value: string): boolean {
  const [event] = stamp([frame('CLIENT', 'HEADERS', 1, { headers: headers('REQUEST', [field('x', value)]) })]);
  assert.ok(event);
  return compileFilter(text).matches(event);
}

suite('matches()', () => {
  test('looks for a regular expression of RE2 anywhere in a text', () => {
    assert.equal(matches('frame.headers.fields[0].value.matches("b+")', 'abbc'), true);
    assert.equal(matches('frame.headers.fields[0].value.matches("^b")', 'abbc'), false);
    assert.equal(
      matches('frame.headers.fields.exists(f, f.value.matches("(?i)^ABB") && f.name.matches("x"))', 'abbc'),
      true,
    );
  });

  test('knows no back references', () => assertRefused('conn.matches(¦"(a)\\\\1")', /invalid escape/));
  test('says what is wrong with one', () => assertRefused('conn.matches(¦"(a")', /missing closing \)/));
  test('takes none that a peer could have sent', () => {
    assertRefused('conn.matches(¦frame.type)', /a text in quotes/);
    assertRefused('conn.matches(¦"a" + "b")', /a text in quotes/);
  });

  test('takes none that is long, or that is made long', () => {
    assertRefused(`conn.matches(¦"${'a'.repeat(257)}")`, /257 characters, expected up to 256/);
    assertRefused('conn.matches(¦"a{101}")', /repeats \{101\}, expected up to 100/);
    assertRefused('conn.matches(¦"a{2,1000}")', /repeats \{2,1000\}/);
    assertRefused(`conn.matches(¦"${'[a-z]{100}'.repeat(20)}")`, /steps of RE2 for a character, expected up to 1000/);
  });

  test('takes time linear in the text where backtracking takes for ever', () => {
    assert.equal(matches('frame.headers.fields[0].value.matches("^(x+x+)+y$")', 'x'.repeat(5000)), false);
    assert.equal(matches('frame.headers.fields[0].value.matches("^(a?){50}a{50}$")', 'a'.repeat(60)), true);
  });

  test('matches no text that is too long', () => {
    const text = 'frame.headers.fields[0].value.matches("a")';
    assert.equal(matches(text, 'a'.repeat(MAX_MATCHED_LENGTH)), true);
    assert.equal(matches(text, 'a'.repeat(MAX_MATCHED_LENGTH + 1)), false);
  });
});
