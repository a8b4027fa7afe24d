import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connections } from '../support/connections.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { corpus } from './corpus.ts';
import { fuzz } from './fuzz.ts';
import { mutateSteps } from './mutate.ts';
import { TARGETS } from './targets.ts';

/** The long run is CI's: test/fuzz/run.ts. */
const SECONDS = 3;

test('mutated input: nothing throws, and the events keep their form', () => {
  const { cases, events, failure } = fuzz({ seconds: SECONDS, seed: 1, print: () => undefined });
  assert.equal(failure, undefined);
  assert.ok(cases > 100 && events > 1000, `${cases} cases, ${events} events`);
});

describe('the fuzzer', () => {
  test('holds for the corpus as it is', () => {
    for (const { kind, steps } of corpus()) TARGETS[kind](seededRandom(1), steps);
  });

  test('makes the same cases of the same seed', () => {
    const steps = connections().get('many messages') ?? [];
    const mutant = (seed: number) => mutateSteps(seededRandom(seed), steps, [Uint8Array.of(1, 2, 3)]);
    assert.deepEqual(mutant(7), mutant(7));
    assert.notDeepEqual(mutant(7), mutant(8));
    assert.notDeepEqual(mutant(7), steps);
  });

  test('says how to repeat a case that failed', (context) => {
    context.mock.method(JSON, 'parse', () => {
      throw new SyntaxError('a bug');
    });
    const { failure = '' } = fuzz({ seconds: 5, seed: 3, print: () => undefined });
    assert.match(failure, /^case \d+ of seed 3 \(http[12]; again: --seed 3 --case \d+\): SyntaxError: a bug/);
    assert.match(failure, /\nCLIENT [0-9a-f]+\n/);
    const [, number = ''] = /--case (\d+)/.exec(failure) ?? [];
    const again = fuzz({ seconds: 5, seed: 3, onlyCase: Number(number), print: () => undefined });
    assert.equal(again.failure?.split('\n')[0], failure.split('\n')[0]);
  });
});
