import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  countBehind,
  countOf,
  type Extent,
  emptyExtent,
  grown,
  joined,
  lowerBound,
  MAX_MATCHES,
  newestOf,
  ofIndex,
  since,
} from '../../../src/web/state/extent.ts';

const range = (firstSeq: number, lastSeq: number): Extent => ({ firstSeq, lastSeq, seqs: undefined, isCut: false });
const list = (firstSeq: number, lastSeq: number, ...seqs: number[]): Extent => ({
  firstSeq,
  lastSeq,
  seqs,
  isCut: false,
});
const span = (first: number, last = first) => ({ first, last });

describe('grown', () => {
  test('a range begins with the first that comes, and reaches to the newest', () => {
    assert.deepEqual(grown(emptyExtent(false), [span(7), span(9)]), range(7, 9));
    assert.deepEqual(grown(range(3, 9), [span(10), span(11, 20)]), range(3, 20));
  });

  test('of a range that has them already nothing changes', () => {
    const extent = range(3, 9);
    assert.equal(grown(extent, [span(4), span(9)]), extent);
    assert.equal(grown(extent, []), extent);
  });

  test('a list has each once, in order, in whatever order they come', () => {
    assert.deepEqual(grown(list(1, 9, 2, 8), [span(10), span(12)]), list(1, 12, 2, 8, 10, 12));
    assert.deepEqual(
      grown(list(1, 9, 2, 8), [span(8), span(12), span(10), span(4), span(12)]),
      list(1, 12, 2, 4, 8, 10, 12),
    );
  });

  test('a span is one row of a list', () => {
    assert.deepEqual(grown(list(1, 9, 2), [span(10, 50), span(51)]), list(1, 51, 2, 10, 51));
  });

  test('a list keeps the newest of more than it holds', () => {
    const seqs = Array.from({ length: MAX_MATCHES }, (_, n) => n + 1);
    const next = grown(list(1, MAX_MATCHES, ...[]), []);
    assert.equal(countOf(next), 0);
    const full = grown({ ...range(1, MAX_MATCHES), seqs }, [span(MAX_MATCHES + 5), span(MAX_MATCHES + 6)]);
    assert.equal(countOf(full), MAX_MATCHES);
    assert.equal(full.seqs?.[0], 3);
    assert.equal(full.isCut, true);
  });
});

describe('since', () => {
  test('rows before it go', () => {
    assert.deepEqual(since(range(3, 9), 5), range(5, 9));
    assert.deepEqual(since(list(3, 9, 3, 5, 8), 5), list(5, 9, 5, 8));
  });

  test('where nothing goes it is the same', () => {
    for (const extent of [range(3, 9), list(3, 9, 4), emptyExtent(true), emptyExtent(false)])
      assert.equal(since(extent, 3), extent);
  });

  test('where all goes there are none', () => {
    assert.deepEqual(since(range(3, 9), 10), emptyExtent(false));
    assert.deepEqual(since(list(3, 9, 4), 10), emptyExtent(true));
  });

  test('matches that were cut are gone when one is that is newer', () => {
    assert.equal(since({ ...list(1, 9, 5, 8), isCut: true }, 4).isCut, true);
    assert.equal(since({ ...list(1, 9, 5, 8), isCut: true }, 6).isCut, false);
  });
});

describe('joined', () => {
  test('what came while it was asked for is added', () => {
    assert.deepEqual(joined(range(3, 9), range(8, 12)), range(3, 12));
    assert.deepEqual(joined(list(3, 9, 4, 9), list(8, 12, 8, 9, 11, 12)), list(3, 12, 4, 9, 11, 12));
  });

  test('what is held is right about all up to its end', () => {
    const held = list(3, 9, 4);
    assert.equal(joined(held, list(3, 9, 5, 7)), held);
    assert.equal(joined(held, emptyExtent(true)), held);
  });

  test('where nothing is held only that is there which came', () => {
    assert.deepEqual(joined(emptyExtent(true), list(5, 6, 5, 6)), list(5, 6, 5, 6));
  });

  test('a list for no filter, as of a file with gaps in its numbers, goes on as a list', () => {
    assert.deepEqual(joined(list(1, 9, 1, 9), range(8, 12)), list(1, 12, 1, 9, 10, 11, 12));
    assert.deepEqual(joined(list(1, 9, 1, 9), range(20, 21)), list(1, 21, 1, 9, 20, 21));
    assert.equal(countOf(joined(list(1, 9, 1, 9), range(20, 9_000_000))), MAX_MATCHES);
  });

  test('a range for a filter that all events match goes on as a range', () => {
    assert.deepEqual(joined(range(1, 9), list(8, 12, 8, 11, 12)), range(1, 12));
  });
});

test('ofIndex: more matches than are kept are cut', () => {
  const seqs = Array.from({ length: MAX_MATCHES + 1 }, (_, n) => n + 1);
  const extent = ofIndex({ firstSeq: 1, lastSeq: MAX_MATCHES + 1, seqs, isCut: false });
  assert.equal(extent.isCut, true);
  assert.equal(extent.seqs?.[0], 2);
  assert.deepEqual(ofIndex({ ...range(1, 5) }), range(1, 5));
});

test('countOf, countBehind, newestOf', () => {
  assert.deepEqual([range(3, 9), list(1, 9, 2, 8), emptyExtent(true), emptyExtent(false)].map(countOf), [7, 2, 0, 0]);
  assert.deepEqual([range(3, 9), list(1, 9, 2, 8), emptyExtent(true)].map(newestOf), [9, 8, undefined]);
  assert.deepEqual(
    [0, 2, 5, 9, 11].map((seq) => countBehind(range(3, 9), seq)),
    [7, 7, 4, 0, 0],
  );
  assert.deepEqual(
    [0, 2, 5, 8, 11].map((seq) => countBehind(list(1, 9, 2, 8), seq)),
    [2, 1, 1, 0, 0],
  );
});

test('lowerBound is the place of the first that is not below', () => {
  const seqs = [2, 4, 4, 9];
  for (let seq = 0; seq < 12; seq++) {
    const at = seqs.findIndex((each) => each >= seq);
    assert.equal(lowerBound(seqs, seq), at < 0 ? seqs.length : at);
  }
});
