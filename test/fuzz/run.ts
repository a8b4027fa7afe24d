/**
 * Fuzzes for a while: node --import tsx test/fuzz/run.ts --seconds 120 [--seed N] [--case N]
 *
 * Exits with 1 and the case that went wrong, or with 0 and `# cases N`.
 */

import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '120' }, seed: { type: 'string' }, case: { type: 'string' } },
});

/** Another one each time, so that CI finds new things; it is printed, so that they can be found again. */
const seed = wholeNumber('--seed', values.seed) ?? Date.now() % 2 ** 31;
const onlyCase = wholeNumber('--case', values.case);
const seconds = wholeNumber('--seconds', values.seconds) ?? 0;
const print = (line: string) => process.stdout.write(`${line}\n`);

print(`# seed ${seed}`);
const { cases, failure } = fuzz({ seconds, seed, print, ...(onlyCase === undefined ? {} : { onlyCase }) });
if (failure !== undefined) {
  print(failure);
  process.exitCode = 1;
}
print(`# cases ${cases}`);

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined || /^[0-9]+$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new RangeError(`${name} ${text}: expected a whole number`);
}
