import { MAX_ATTEMPT, MAX_HOSTNAME_LENGTH } from './limits.ts';
import { percent, wholeNumber } from './number.ts';
import type { Piece } from './piece.ts';
import { refuse } from './refusal.ts';
import type { Term } from './term.ts';

/** Which calls a text is for. */
export const CONDITIONS: readonly Term[] = [
  {
    name: 'hostname',
    value: { form: '<name>' },
    meaning: 'only where this is the host name of the server, in Kubernetes the name of the pod',
    range: `letters, digits, \`-\`, \`_\` and \`.\`, up to ${MAX_HOSTNAME_LENGTH}`,
    example: 'hostname=echo-0;status=UNAVAILABLE',
    read: (draft, value) => {
      draft.condition.hostname = hostname(value);
    },
  },
  {
    name: 'until_attempt',
    value: { form: '<n>' },
    meaning:
      'only for the attempts before the n-th: with 3 the first and the second fail. Counted by `grpc-previous-rpc-attempts`, ' +
      'else by `x-envoy-attempt-count`; without either each call is a first attempt',
    range: `2 to ${MAX_ATTEMPT}`,
    example: 'until_attempt=3;status=UNAVAILABLE',
    read: (draft, value) => {
      draft.condition.untilAttempt = wholeNumber(value, 2, MAX_ATTEMPT);
    },
  },
  {
    name: 'percent',
    value: { form: '<percent>' },
    meaning: 'only for so many of the calls, drawn for each',
    range: 'above 0 to 100, with decimals',
    example: 'percent=12.5;rst_stream=REFUSED_STREAM',
    read: (draft, value) => {
      draft.condition.percent = percent(value);
    },
  },
];

/** @throws Refusal */
export function hostname(value: Piece): string {
  if (/^[\w.-]+$/.test(value.text) && value.text.length <= MAX_HOSTNAME_LENGTH) return value.text;
  return refuse(value, `a host name of letters, digits, -, _ and ., up to ${MAX_HOSTNAME_LENGTH}`);
}
