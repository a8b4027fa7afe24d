// HTTP requests at a rate: k6 run -e TARGET=http://localhost:8080/echo -e RATE=50 k6-http.js
// HTTP/1.1 in clear text; over https:// HTTP/2 where the other side offers it: k6 speaks no h2c. All parameters: README.md.

import exec from 'k6/execution';
import http from 'k6/http';
import { findReplicas, httpStatusName, nameOf, record, tagsNow, WRONG_ANSWER } from './lib-outcome.js';
import { loadOptions, plan } from './lib-plan.js';
import { choice, fields, refuse, text } from './lib-settings.js';
import { summary, trend } from './lib-summary.js';

const target = text('TARGET', 'http://localhost:8080/echo');
const tls = choice('TLS', 'on', ['on', 'insecure']);
const headers = fields('HEADERS');
const body = plan.messageBytes === 0 ? null : 'x'.repeat(plan.messageBytes);

const [, base] = /^(https?:\/\/[^/]+)\/./.exec(target) ?? [];
if (base === undefined) refuse('TARGET', target, 'a URL with a path, "http://localhost:8080/echo" for example,');

export const options = {
  // /echo sends the body back.
  ...loadOptions({ run: 'request', latency: 'http_req_duration', bytes: 2 * plan.messageBytes, connects: false }),
  insecureSkipTLSVerify: tls === 'insecure',
};
for (let step = 1; step <= plan.steps; step++) {
  options.thresholds[`http_req_failed{step:${step}}`] = [`rate<=${plan.mayFail}`];
}

export function setup() {
  askReady();
  const first = send({ step: 'setup' });
  if (first.status === 0) exec.test.abort(`no HTTP at ${target}: ${first.error}`);
  if (first.status === 404)
    exec.test.abort(`${target} answers 404: a path that is there was expected, /echo for example`);
  // Each on a connection of its own: a balancer of layer 4 chooses a replica for a connection.
  const replicas = findReplicas(() => outcomeOf(send({ step: 'setup' }, { connection: 'close' })).replica);
  return { replicas, protocol: first.proto };
}

/** Where only a path is routed to us there is no /readyz. */
function askReady() {
  const { status, error } = http.get(`${base}/readyz`, params({ step: 'setup' }));
  if (status === 0) exec.test.abort(`no HTTP at ${base}: ${error}`);
  if (status === 503) exec.test.abort(`${base}/readyz answers 503: it is not ready, and no load is put on it`);
}

export function request(found) {
  const tags = tagsNow();
  record(outcomeOf(send(tags)), found, tags);
}

function outcomeOf(reply) {
  if (reply.status !== 200) return { status: httpStatusName(reply.status), isGood: false };
  const answer = jsonOf(reply);
  const length = answer?.body?.length;
  // Other endpoints than /echo do not tell how much came.
  const isGood = length === undefined || length === plan.messageBytes;
  return { status: isGood ? '200' : WRONG_ANSWER, isGood, replica: nameOf(answer?.server ?? answer) };
}

function send(tags, added = {}) {
  return http.request(body === null ? 'GET' : 'POST', target, body, params(tags, added));
}

function params(tags, added = {}) {
  return { headers: { ...headers, ...added }, tags, timeout: plan.timeoutMs, redirects: 0 };
}

function jsonOf(reply) {
  try {
    return reply.json();
  } catch {
    return undefined;
  }
}

export function handleSummary(data) {
  const title = `HTTP requests to ${target}, ${data.setup_data?.protocol ?? 'not answered'}`;
  return summary(data, title, 'http_req_duration', [
    ['blocked', `${trend(data.metrics.http_req_blocked)}: until there was a connection`],
    ['waiting', `${trend(data.metrics.http_req_waiting)}: for the first byte of the answer`],
  ]);
}
