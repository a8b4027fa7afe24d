// What became of each call, counted by how it ended and by who answered.
//
// The metrics `calls`, `failed_calls` and `checks` have tags, for whatever k6 writes (--out). Its summary shows no tag that is not
// known before the run, and names of replicas are not: there each has a counter of its own, by the number that setup() gave it.

import { check } from 'k6';
import { Counter, Rate } from 'k6/metrics';
import { stepNow } from './lib-plan.js';

/** More replicas than these are counted together. */
export const MAX_REPLICAS = 16;

/** Fresh connections of setup(): one of three replicas is missed by a balancer at random once in 17,000 runs. */
const LOOKS = 24;
/** Of all of them: a path may be slow. */
const LOOK_MS = 10_000;

const GRPC_NAMES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

/** What is answered most; others are counted together. */
const HTTP_STATUSES = '200 204 301 302 307 400 401 403 404 408 413 426 429 431 500 501 502 503 504'.split(' ');

export const OTHER = 'other';
export const NO_ANSWER = 'no_answer';
/** An answer that is not what was asked for: another text, too few messages. */
export const WRONG_ANSWER = 'wrong_answer';

const calls = new Counter('calls');
const failedCalls = new Rate('failed_calls');
const byStatus = new Map(
  [...GRPC_NAMES, ...HTTP_STATUSES, OTHER, NO_ANSWER, WRONG_ANSWER].map((status) => [
    status,
    new Counter(`status_${status}`),
  ]),
);
const byReplica = Array.from({ length: MAX_REPLICAS }, (_, number) => new Counter(`replica_${number}`));
const byOtherReplica = new Counter('replica_other');

/** Of a status as k6 has it: a number that prints as Go's name of it, "DeadlineExceeded". */
export function grpcStatusName(status) {
  const name = String(status)
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toUpperCase();
  if (name === 'CANCELED') return 'CANCELLED';
  return GRPC_NAMES.includes(name) ? name : OTHER;
}

/** Of what k6 throws: "rpc error: code = DeadlineExceeded desc = …". */
export function grpcStatusOfThrown(error) {
  const [, name] = /code = (\w+)/.exec(String(error)) ?? [];
  return name === undefined ? NO_ANSWER : grpcStatusName(name);
}

export function httpStatusName(status) {
  return status === 0 ? NO_ANSWER : String(status);
}

/** Tags of a call that starts now: those of k6's own metrics of it. */
export function tagsNow() {
  return { step: stepNow() };
}

/**
 * `status` is a name of above, `isGood` whether it is what was asked for, `replica` who answered, where it told,
 * `replicas` what setup() returned, and `tags` those with which the call began.
 */
export function record({ status, isGood, replica }, { replicas }, tags) {
  calls.add(1, { ...tags, status, replica: replica ?? 'unknown' });
  failedCalls.add(!isGood, tags);
  check(isGood, { 'answered as asked': Boolean }, tags);
  (byStatus.get(status) ?? byStatus.get(OTHER)).add(1);
  if (replica !== undefined) (byReplica[replicas.indexOf(replica)] ?? byOtherReplica).add(1);
}

/** In Kubernetes the pod. */
export function nameOf(identity) {
  return identity?.pod || identity?.hostname || undefined;
}

/** Who answers on fresh connections; `ask` makes one, and returns a name or undefined. */
export function findReplicas(ask) {
  const names = new Set();
  const begun = Date.now();
  for (let look = 0; look < LOOKS && Date.now() - begun < LOOK_MS; look++) {
    const name = ask();
    if (name !== undefined) names.add(name);
  }
  return [...names].sort().slice(0, MAX_REPLICAS);
}
