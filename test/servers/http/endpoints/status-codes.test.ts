import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { drawCode, statusCodes } from '../../../../src/servers/http/endpoints/status-codes.ts';

suite('the grammar of status codes', () => {
  test('one code is always that one', () => {
    assert.deepEqual(statusCodes.parse('503'), [{ code: 503, percent: 100 }]);
  });

  test('codes without weights share equally', () => {
    assert.deepEqual(statusCodes.parse('200,503'), [
      { code: 200, percent: 50 },
      { code: 503, percent: 50 },
    ]);
  });

  test('weights are percents, and what is left is 200', () => {
    const codes = statusCodes.parse('503:10,404:5.5') ?? [];
    assert.deepEqual(
      [0, 0.0999, 0.1, 0.1549, 0.155, 0.999].map((random) => drawCode(codes, random)),
      [503, 503, 404, 404, 200, 200],
    );
  });

  test('one percent of one code is one percent', () => {
    assert.deepEqual(statusCodes.parse('503:1'), [{ code: 503, percent: 1 }]);
    assert.equal(drawCode(statusCodes.parse('503:0') ?? [], 0), 200);
  });

  test('percents that are decimal fractions may be 100 together', () => {
    assert.ok(statusCodes.parse(['500:33.4', '501:33.3', '502:33.3'].join(',')));
  });

  test('equal shares of any number of codes leave nothing over', () => {
    const codes = statusCodes.parse('500,501,502') ?? [];
    assert.equal(drawCode(codes, 0.999_999), 502);
  });

  test('anything else is refused', () => {
    const more = Array.from({ length: 51 }, () => '500').join(',');
    const refused = [
      '',
      ',',
      '99',
      '100',
      '199',
      '600',
      '5000',
      '503:',
      '503:-1',
      '503:101',
      '500:60,503:41',
      '500,503:1',
    ];
    for (const text of [...refused, '200:0.9,500:0.1', '503:1e1', ' 503', '503, 200', '503:0.5,500:0.5', more]) {
      assert.equal(statusCodes.parse(text), undefined, text);
    }
  });
});
