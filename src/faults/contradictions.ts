/** Terms that are fine each and cannot be had together. A text that asks for what can never happen is refused, not bent. */

import type { Draft } from './draft.ts';
import type { Stage } from './fault.ts';
import { Refusal } from './refusal.ts';
import type { ReadTerm } from './term.ts';

/** They answer in place of the server; there can be one. */
const REPLACEMENTS: ReadonlySet<string> = new Set(['status', 'trailers_only', 'html']);

/** So do these where nothing has been sent yet. */
const ENDINGS: ReadonlySet<string> = new Set(['rst_stream', 'fin', 'tcp_rst', 'silence']);
const EARLY: ReadonlySet<Stage['at']> = new Set<Stage['at']>(['ONCE', 'BEFORE_HEADERS']);

/** They change what an answer has only where it is the server's own: messages, and trailers behind them. */
const CHANGES: ReadonlySet<string> = new Set(['no_trailers', 'truncated_message', 'wrong_length']);

/** These change any answer of gRPC, and none that never comes. */
const CHANGES_OF_ANY: ReadonlySet<string> = new Set(['no_grpc_status', 'padding', 'continuation']);

const CONDITIONS: ReadonlySet<string> = new Set(['hostname', 'until_attempt', 'percent']);

type Rule = (terms: readonly ReadTerm[], draft: Draft) => void;

/** @throws Refusal with the first rule that is broken */
export function refuseContradictions(terms: readonly ReadTerm[], draft: Draft): void {
  for (const rule of RULES) rule(terms, draft);
}

const somethingToDo: Rule = (terms) => {
  if (terms.some(({ term }) => !CONDITIONS.has(term.name))) return;
  throw new Refusal(0, 'only conditions came, expected a fault too, such as status=UNAVAILABLE');
};

const belongings: Rule = (terms) => {
  for (const { term, at } of terms) {
    if (term.needs === undefined || terms.some((other) => term.needs?.includes(other.term.name))) continue;
    throw new Refusal(at, `${term.name} came alone, expected ${term.needs.join(' or ')} with it`);
  }
};

const scopeOfSomething: Rule = (terms, { transport }) => {
  const scope = terms.find(({ term }) => term.name === 'scope');
  if (scope === undefined || transport.length > 0) return;
  throw new Refusal(scope.at, 'scope came without a transport fault, expected one, such as rst_stream');
};

const oneProtocol: Rule = (terms, { statuses = [] }) => {
  const kinds = new Set(statuses.map(({ value }) => value.kind));
  const status = terms.find(({ term }) => term.name === 'status');
  if (kinds.size < 2 || status === undefined) return;
  throw new Refusal(status.at, 'statuses of gRPC and of HTTP came, expected a list of one of them');
};

const oneReplacement: Rule = (terms) => {
  const [first, second] = terms.filter(isReplacement);
  if (first === undefined || second === undefined) return;
  const names = `${first.term.name} and ${second.term.name}`;
  const way = first.term.stage === undefined && second.term.stage === undefined ? '' : ', or a later stage';
  throw new Refusal(second.at, `${names} came, both in place of the response: expected one of them${way}`);
};

const somethingToChange: Rule = (terms) => {
  const replacement = terms.find(isReplacement);
  const change = terms.find(({ term }) => CHANGES.has(term.name) || isStatusLess(term.name, replacement));
  if (replacement === undefined || change === undefined) return;
  const names = `${change.term.name} and ${replacement.term.name}`;
  throw new Refusal(change.at, `${names} came: the response that the one would change is replaced by the other`);
};

const somethingToSend: Rule = (terms) => {
  if (!terms.some(({ term }) => term.name === 'keep_open')) return;
  const never = terms.find(isOfAnswer);
  if (never === undefined) return;
  const way = never.term.stage === undefined ? '' : ' (only the stage @once comes to pass)';
  throw new Refusal(never.at, `${never.term.name} and keep_open came: nothing is ever answered${way}`);
};

const oneClose: Rule = (terms) => {
  const [, second] = terms.filter(({ term }) => term.name === 'fin' || term.name === 'tcp_rst');
  if (second !== undefined) throw new Refusal(second.at, 'fin and tcp_rst came, expected one end of the connection');
};

const RULES: readonly Rule[] = [
  somethingToDo,
  belongings,
  scopeOfSomething,
  oneProtocol,
  oneClose,
  somethingToSend,
  oneReplacement,
  somethingToChange,
];

function isReplacement({ term, stage }: ReadTerm): boolean {
  return REPLACEMENTS.has(term.name) || (ENDINGS.has(term.name) && EARLY.has(stage.at));
}

/** A status that a server sends trailers-only may lose its grpc-status on the way; the other replacements have none to lose. */
function isStatusLess(name: string, replacement: ReadTerm | undefined): boolean {
  return name === 'no_grpc_status' && replacement?.term.name !== 'status';
}

function isOfAnswer({ term, stage }: ReadTerm): boolean {
  if (term.stage !== undefined) return stage.at !== 'ONCE';
  return REPLACEMENTS.has(term.name) || CHANGES.has(term.name) || CHANGES_OF_ANY.has(term.name);
}
