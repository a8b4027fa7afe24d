import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pieces } from '../../../src/web/model/measured.ts';

describe('pieces: what was measured stands out', () => {
  for (const [text, measured] of [
    ['The client sent 12 PINGs, the last ones 1 s, 1.5 s and 2 s apart.', ['12', '1 s', '1.5 s', '2 s']],
    ['in 27 of 50 periods, for 2.7 s in all', ['27', '50', '2.7 s']],
    ['The working set is 243 MiB of 256 MiB, 94 %.', ['243 MiB', '256 MiB', '94 %']],
    ['ALPN "h2" and "http/1.1", 6 ms later, "sent 3 s"', ['6 ms']],
    ['RFC 9113 §6.8, HTTP/2, c3/5, stream 5, h2c, port 443, 10.0.0.1', []],
    ['1,204,000 calls', ['1,204,000']],
    ['', []],
  ] as const) {
    test(JSON.stringify(text), () => {
      const found = pieces(text);
      assert.deepEqual(
        found.filter(({ isMeasured }) => isMeasured).map((piece) => piece.text),
        measured,
      );
      assert.equal(found.map((piece) => piece.text).join(''), text);
    });
  }

  test('a long text of a file is no work', () => {
    const text = '"1 ms, §'.repeat(20_000);
    assert.equal(
      pieces(text)
        .map((piece) => piece.text)
        .join(''),
      text,
    );
  });
});
