// A run of k6 over HTTP, for test/interop: BASE is the server, PROTOCOL what k6 is to agree on with it.

import { check } from 'k6';
import http from 'k6/http';

const { BASE, PROTOCOL } = __ENV;
const USERS = 5;
const ITERATIONS = 200;

export const options = {
  insecureSkipTLSVerify: true,
  scenarios: { requests: { executor: 'shared-iterations', exec: 'requests', vus: USERS, iterations: ITERATIONS } },
  thresholds: { checks: ['rate==1'], http_req_failed: ['rate==0'] },
};

export function requests() {
  const replies = http.batch([
    ['GET', `${BASE}/echo?from=k6`],
    ['POST', `${BASE}/upload`, 'x'.repeat(100_000)],
    ['GET', `${BASE}/bytes/20000`],
    ['GET', `${BASE}/gzip`],
  ]);
  for (const reply of replies) {
    check(reply, { 'is 200': ({ status }) => status === 200, 'is of the protocol': ({ proto }) => proto === PROTOCOL });
  }
}
