import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Episodes } from '../../../src/diagnose/facts/episodes.ts';

test('what lasts begins once, and again when it was over', () => {
  const episodes = new Episodes();
  const told = [false, true, true, false, true].map((isSo) => episodes.begins('K4', isSo));
  assert.deepEqual(told, [false, true, false, false, true]);
});

test('what gets worse is told again, and what gets better is not', () => {
  const episodes = new Episodes();
  const told = [1, 2, 1, 2, 3, 0, 1].map((level) => episodes.worsens('E1', level));
  assert.deepEqual(told, [true, true, false, false, true, false, true]);
});

test('one that goes on is known by its own name', () => {
  const episodes = new Episodes();
  episodes.begins('K5', true);
  assert.deepEqual(
    ['K5', 'K4'].map((name) => episodes.goesOn(name)),
    [true, false],
  );
});
