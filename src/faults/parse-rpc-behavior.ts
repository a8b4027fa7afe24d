/**
 * The `rpc-behavior` metadata of the xDS test servers:
 * https://github.com/grpc/grpc/blob/master/doc/xds-test-descriptions.md, Server.
 */

import { hostname } from './condition-terms.ts';
import type { ApplicationFault, FaultCondition, FaultPlan } from './fault.ts';
import { MAX_ATTEMPT, MAX_DELAY_MS, MAX_LIST_LENGTH, MAX_TEXT_LENGTH } from './limits.ts';
import { wholeNumber } from './number.ts';
import { cut, type Piece, split, trimmed } from './piece.ts';
import { caught, Refusal, refuse } from './refusal.ts';
import { grpcStatus } from './status.ts';

/** In the order in which they apply: the first that ends the call ends the list. */
export type ParsedRpcBehavior =
  | { readonly plans: readonly FaultPlan[]; readonly refused?: undefined }
  | { readonly plans?: undefined; readonly refused: string };

type Behavior = (number: Piece) => Pick<FaultPlan, 'condition' | 'application'>;

const MAX_SLEEP_S = MAX_DELAY_MS / 1_000;

const EXPECTED =
  'sleep-<seconds>, keep-open, error-code-<number> or succeed-on-retry-attempt-<number>, or one of them ' +
  'behind "hostname=<name> "';

const HOSTNAME = 'hostname=';

/** By what stands in front of the number. */
const BEHAVIORS: ReadonlyMap<string, Behavior> = new Map<string, Behavior>([
  [
    'sleep-',
    (number) => {
      const value = wholeNumber(number, 0, MAX_SLEEP_S) * 1_000;
      return always({ delay: { kind: 'WEIGHTED', delays: [{ value, percent: 100 }] } });
    },
  ],
  ['keep-open', (number) => (number.text === '' ? always({ keepOpen: true }) : refuse(number, 'nothing'))],
  [
    'error-code-',
    (number) => {
      const { code, name } = grpcStatus(digits(number));
      const value = { kind: 'GRPC', code, message: `injected fault: rpc-behavior ${name}` } as const;
      return always({ status: [{ value, percent: 100 }] });
    },
  ],
  [
    'succeed-on-retry-attempt-',
    // The number is that of grpc-previous-rpc-attempts, which the first attempt has not, or as 0.
    (number) => ({
      condition: { attempt: wholeNumber(number, 0, MAX_ATTEMPT) + 1 },
      application: { succeed: true },
    }),
  ],
]);

/**
 * Never throws.
 *
 * @param text of one field, or of all of the name joined by commas
 */
export function parseRpcBehavior(text: string): ParsedRpcBehavior {
  const parsed = caught(() => ({ plans: plansOf(text) }));
  return 'refused' in parsed ? { refused: `rpc-behavior: ${parsed.refused}` } : parsed;
}

function plansOf(text: string): readonly FaultPlan[] {
  if (text.length > MAX_TEXT_LENGTH) {
    throw new Refusal(0, `a text of ${text.length} characters came, expected at most ${MAX_TEXT_LENGTH}`);
  }
  // The xDS test servers pass over empty ones.
  const options = split({ text, at: 0 }, ',')
    .map(trimmed)
    .filter((option) => option.text !== '');
  if (options.length === 0) refuse({ text: '', at: 0 }, EXPECTED);
  if (options.length <= MAX_LIST_LENGTH) return options.map(planOf);
  throw new Refusal(0, `${options.length} options came, expected at most ${MAX_LIST_LENGTH}`);
}

function planOf(option: Piece): FaultPlan {
  const [behavior, only] = condition(option);
  for (const [prefix, read] of BEHAVIORS) {
    if (!behavior.text.startsWith(prefix)) continue;
    const parts = read({ text: behavior.text.slice(prefix.length), at: behavior.at + prefix.length });
    return { ...parts, condition: { ...only, ...parts.condition }, transport: [] };
  }
  return refuse(behavior, EXPECTED);
}

/** `hostname=<name> ` may stand in front. */
function condition(option: Piece): readonly [Piece, FaultCondition] {
  if (!option.text.startsWith(HOSTNAME)) return [option, {}];
  const [name, behind] = cut({ text: option.text.slice(HOSTNAME.length), at: option.at + HOSTNAME.length }, ' ');
  const only = { hostname: hostname(name) };
  return [behind === undefined ? { text: '', at: name.at + name.text.length } : trimmed(behind), only];
}

function always(application: ApplicationFault): Pick<FaultPlan, 'condition' | 'application'> {
  return { condition: {}, application };
}

/** Names are of our vocabulary, not of this one. */
function digits(number: Piece): Piece {
  return /^\d+$/.test(number.text) ? number : refuse(number, 'the number of a gRPC status, 0 to 16');
}
