// What k6 prints at the end, in place of its own summary: the load as it was made, step by step, who answered and how. The rest of
// k6's numbers is in --summary-export <file>.

import { plan, planInWords, rateOf } from './lib-plan.js';

const COLUMNS = ['step', 'due/s', 'made/s', 'calls', 'failed', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms'];
const COLUMN_WIDTH = 9;
const LABEL_WIDTH = 12;

/** `latency` is the metric of a call; `more` has lines of its own, as [label, text]. @returns what handleSummary() has to */
export function summary({ metrics, setup_data: found }, title, latency, more = []) {
  // What setup() found wrong is on stderr.
  if (count(metrics.calls) === 0) return { stdout: `${title}: no call was made\n` };
  const lines = [
    title,
    planInWords(),
    '',
    row(COLUMNS),
    ...steps(metrics, latency),
    '',
    labelled('status', sharesByStatus(metrics)),
    labelled('replicas', sharesByReplica(metrics, found?.replicas ?? [])),
    labelled('dropped', dropped(metrics)),
    ...more.map(([label, text]) => labelled(label, text)),
    ...thresholds(metrics),
  ];
  return { stdout: `${lines.join('\n')}\n` };
}

function steps(metrics, latency) {
  return Array.from({ length: plan.steps }, (_, index) => {
    const step = index + 1;
    const { values } = metrics[`${latency}{step:${step}}`];
    const failed = metrics[`failed_calls{step:${step}}`].values;
    const made = failed.passes + failed.fails;
    const perSecond = (made / plan.holdMs) * 1_000;
    const share = made === 0 ? '–' : `${(failed.rate * 100).toFixed(1)} %`;
    return row([step, rateOf(step), perSecond.toFixed(1), made, share, ...latencies(values)]);
  });
}

function latencies(values) {
  return ['p(50)', 'p(95)', 'p(99)', 'max'].map((stat) => (values[stat] ?? 0).toFixed(1));
}

function row(cells) {
  return cells.map((cell) => String(cell).padStart(COLUMN_WIDTH)).join('');
}

function labelled(label, text) {
  return `${label.padEnd(LABEL_WIDTH)} ${text}`;
}

/** Of all calls, those of the ramps too. */
function sharesByStatus(metrics) {
  return shares(counters(metrics, 'status_', (name) => name));
}

function sharesByReplica(metrics, names) {
  const counted = counters(metrics, 'replica_', (number) => names[number] ?? 'not seen by setup()');
  return counted.length === 0 ? 'none told its name' : shares(counted);
}

function counters(metrics, prefix, nameOf) {
  return Object.keys(metrics)
    .filter((metric) => metric.startsWith(prefix) && count(metrics[metric]) > 0)
    .map((metric) => ({ name: nameOf(metric.slice(prefix.length)), calls: count(metrics[metric]) }))
    .sort((one, other) => other.calls - one.calls);
}

function shares(counted) {
  const all = counted.reduce((sum, { calls }) => sum + calls, 0);
  const parts = counted.map(({ name, calls }) => `${name} ${calls} (${((calls / all) * 100).toFixed(1)} %)`);
  return parts.join(`\n${' '.repeat(LABEL_WIDTH + 1)}`);
}

function dropped(metrics) {
  const drops = count(metrics.dropped_iterations);
  if (drops === 0) return '0 calls: each was begun when it was due';
  const busy = plan.connections === 1 ? 'the one connection was' : `all ${plan.connections} connections were`;
  return `${drops} calls that were due and not begun: ${busy} busy.
${' '.repeat(LABEL_WIDTH + 1)}Calls a second × seconds of a call are the connections that it takes.`;
}

export function trend(metric) {
  if (metric === undefined || metric.values.count === 0) return 'none';
  const [p50, p95, p99, max] = latencies(metric.values);
  return `p50 ${p50}  p95 ${p95}  p99 ${p99}  max ${max} ms`;
}

function thresholds(metrics) {
  const byName = Object.entries(metrics).sort(([one], [other]) => (one < other ? -1 : 1));
  const all = byName.flatMap(([name, metric]) =>
    Object.entries(metric.thresholds ?? {}).map(([source, { ok }]) => ({ text: `${name}: ${source}`, ok })),
  );
  const crossed = all.filter(({ ok }) => !ok);
  if (crossed.length === 0) return [labelled('thresholds', `all ${all.length} kept`)];
  return [
    labelled('thresholds', `${crossed.length} of ${all.length} CROSSED`),
    ...crossed.map(({ text }) => labelled('', text)),
  ];
}

function count(metric) {
  return metric?.values.count ?? 0;
}
