// A run of k6 over gRPC, for test/interop: ADDRESS is the server; PROTOS is the folder of its protos.

import { check } from 'k6';
import { Counter } from 'k6/metrics';
import grpc from 'k6/net/grpc';

const { ADDRESS, PROTOS } = __ENV;
const USERS = 5;
const ITERATIONS = 20;
const CALLS = 30;
const MESSAGES = 5;
const SERVICE = 'sre.echo.v1.EchoService';

export const options = {
  scenarios: {
    calls: { executor: 'per-vu-iterations', exec: 'calls', vus: USERS, iterations: ITERATIONS / USERS },
  },
  thresholds: { checks: ['rate==1'], replies: [`count==${ITERATIONS * (CALLS + MESSAGES)}`] },
};

/** Of unary calls, and the messages that come back on streams: k6 ends well though a stream gave nothing. */
const replies = new Counter('replies');

const client = new grpc.Client();
client.load([PROTOS], 'sre/echo/v1/echo.proto');

export function calls() {
  client.connect(ADDRESS, { plaintext: true });
  for (let n = 0; n < CALLS; n++) {
    const reply = client.invoke(
      `${SERVICE}/Echo`,
      { message: `hello ${n}` },
      { metadata: { 'x-request-id': `k6-${n}` } },
    );
    replies.add(1);
    check(reply, { 'is OK': ({ status, message }) => status === grpc.StatusOK && message.message === `hello ${n}` });
  }
  const stream = new grpc.Stream(client, `${SERVICE}/EchoBidiStream`);
  stream.on('data', ({ message }) => {
    replies.add(1);
    check(message, { 'came back': (text) => text === 'one of many' });
  });
  stream.on('end', () => client.close());
  for (let n = 0; n < MESSAGES; n++) stream.write({ message: 'one of many' });
  stream.end();
}
