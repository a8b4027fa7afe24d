// The load: calls start when they are due, whatever became of those before (an open model). A loop of callers that wait for their
// answers sends less as soon as the path gets slow, so it measures least where it is worst: coordinated omission.

import exec from 'k6/execution';
import { duration, percent, refuse, shown, wholeNumber } from './lib-settings.js';

/** What all calls together may carry: a fifth of a network of 1 Gbit/s. LIMITS=off lifts it with the rest. */
const MAX_BYTES_PER_SECOND = 25_000_000;

/**
 * Connections are opened in front of the load, so slowly, since with reflection each costs a dozen calls. k6 takes its users in
 * turn: as many iterations as there are users are one of each.
 */
const CONNECTS_PER_SECOND = 50;

const rate = wholeNumber('RATE', 50, 1, 2_000);
const steps = wholeNumber('STEPS', 1, 1, 10);
/** Of each step. */
const holdMs = Math.floor(duration('DURATION', '30s', 1_000, 3_600_000) / steps);
/** In front of each step, the first one too. */
const rampMs = duration('RAMP', '2s', 0, 600_000);

export const plan = {
  rate,
  steps,
  holdMs,
  rampMs,
  connections: wholeNumber('CONNECTIONS', 20, 1, 500),
  timeoutMs: duration('TIMEOUT', '5s', 100, 3_600_000),
  messageBytes: wholeNumber('MESSAGE_BYTES', 100, 0, 1_048_576),
  p95Ms: wholeNumber('P95_MS', 200, 1, 3_600_000),
  p99Ms: wholeNumber('P99_MS', 500, 1, 3_600_000),
  mayFail: percent('FAILED_PERCENT', 0),
  mayDrop: percent('DROPPED_PERCENT', 1),
};

if (rate < steps) refuse('RATE', rate, `a call a second and more for each of ${steps} STEPS`);

/** Calls a second of a step, from 1. */
export function rateOf(step) {
  return Math.round((plan.rate * step) / plan.steps);
}

/** Calls that are due in all, those of the ramps too: on a ramp half of what it rises by, and what it rises from. */
export function due() {
  let calls = 0;
  for (let step = 1; step <= plan.steps; step++) {
    calls += ((rateOf(step - 1) + rateOf(step)) / 2) * (plan.rampMs / 1_000) + rateOf(step) * (plan.holdMs / 1_000);
  }
  return Math.floor(calls);
}

let connectMs = 0;

/** Whether this iteration is to connect, and nothing else. */
export function isConnecting() {
  return elapsedMs() < 0;
}

/** For tags: the number of the step that holds its rate now, or "ramp" on the way to it. */
export function stepNow() {
  const elapsed = elapsedMs();
  const stepMs = plan.rampMs + plan.holdMs;
  return elapsed % stepMs < plan.rampMs ? 'ramp' : String(Math.min(Math.floor(elapsed / stepMs) + 1, plan.steps));
}

/** Since the first call was due. */
function elapsedMs() {
  return Date.now() - exec.scenario.startTime - connectMs;
}

/**
 * `run` is the name of the function that makes a call, `latency` k6's metric of it, `bytes` what it carries both ways, and `connects` whether
 * it asks isConnecting(). Thresholds are of each step, without ramps and setup.
 */
export function loadOptions({ run, latency, bytes, connects }) {
  refuseTooMuch(bytes);
  if (connects) connectMs = Math.ceil((plan.connections / CONNECTS_PER_SECOND) * 1_000);
  const thresholds = {
    // A rate of nothing passes as 0 of 0: so there have to be some.
    calls: ['count>0'],
    checks: [`rate>=${1 - plan.mayFail}`],
    dropped_iterations: [`count<=${Math.floor(due() * plan.mayDrop)}`],
  };
  for (let step = 1; step <= plan.steps; step++) {
    thresholds[`${latency}{step:${step}}`] = [`p(95)<${plan.p95Ms}`, `p(99)<${plan.p99Ms}`];
    thresholds[`failed_calls{step:${step}}`] = [`rate<=${plan.mayFail}`];
  }
  return {
    scenarios: { load: { ...arrivals(), exec: run } },
    thresholds,
    summaryTrendStats: ['count', 'p(50)', 'p(95)', 'p(99)', 'max'],
    setupTimeout: `${plan.timeoutMs + 60_000}ms`,
  };
}

function arrivals() {
  const stages = [
    { target: CONNECTS_PER_SECOND, duration: `${connectMs}ms` },
    { target: 0, duration: '0s' },
  ];
  for (let step = 1; step <= plan.steps; step++) {
    stages.push({ target: rateOf(step), duration: `${plan.rampMs}ms` });
    stages.push({ target: rateOf(step), duration: `${plan.holdMs}ms` });
  }
  return {
    executor: 'ramping-arrival-rate',
    startRate: CONNECTS_PER_SECOND,
    timeUnit: '1s',
    stages,
    // Fixed: a user of k6 has a connection, so more of them are other traffic.
    preAllocatedVUs: plan.connections,
    maxVUs: plan.connections,
    gracefulStop: `${plan.timeoutMs + 1_000}ms`,
  };
}

function refuseTooMuch(bytes) {
  const bytesPerSecond = plan.rate * bytes;
  if (bytesPerSecond <= MAX_BYTES_PER_SECOND || __ENV.LIMITS === 'off') return;
  throw `${plan.rate} calls a second with ${bytes} bytes each are ${bytesPerSecond} bytes a second: at most ${MAX_BYTES_PER_SECOND} were expected; LIMITS=off lifts the upper bounds`;
}

/** "50 calls/s, 2 steps of 15s, ramps of 2s, 20 connections" */
export function planInWords() {
  const holds = plan.steps === 1 ? shown(plan.holdMs) : `${plan.steps} steps of ${shown(plan.holdMs)}`;
  return `${plan.rate} calls/s, ${holds}, ramp ${shown(plan.rampMs)}, ${plan.connections} connections`;
}
