// Unary gRPC calls at a rate: k6 run -e TARGET=localhost:50051 -e RATE=50 k6-grpc-unary.js
// All parameters: README.md.

import grpc from 'k6/net/grpc';
import {
  callParams,
  client,
  connectEarly,
  connectOnce,
  examineTarget,
  SERVICE,
  skipVerify,
  target,
} from './lib-grpc.js';
import { grpcStatusName, grpcStatusOfThrown, nameOf, record, tagsNow, WRONG_ANSWER } from './lib-outcome.js';
import { isConnecting, loadOptions, plan } from './lib-plan.js';
import { wholeNumber } from './lib-settings.js';
import { summary } from './lib-summary.js';

const replyBytes = wholeNumber('REPLY_BYTES', 0, 0, 1_048_576);
const message = 'x'.repeat(plan.messageBytes);

export const options = {
  // The message comes back, beside the payload.
  ...loadOptions({
    run: 'call',
    latency: 'grpc_req_duration',
    bytes: 2 * plan.messageBytes + replyBytes,
    connects: true,
  }),
  insecureSkipTLSVerify: skipVerify,
};

export function setup() {
  return { replicas: examineTarget() };
}

export function call(found) {
  if (isConnecting()) return connectEarly();
  const tags = tagsNow();
  record(answer(tags), found, tags);
}

function answer(tags) {
  try {
    connectOnce();
    const reply = client.invoke(`${SERVICE}/Echo`, { message, payload_bytes: replyBytes }, callParams(tags));
    return outcomeOf(reply);
  } catch (error) {
    return { status: grpcStatusOfThrown(error), isGood: false };
  }
}

function outcomeOf({ status, message: reply }) {
  if (status !== grpc.StatusOK) return { status: grpcStatusName(status), isGood: false };
  const isGood = reply.message === message && reply.payload.length === base64Length(replyBytes);
  return { status: isGood ? 'OK' : WRONG_ANSWER, isGood, replica: nameOf(reply.seen?.identity) };
}

/** Of bytes as k6 has them. */
function base64Length(bytes) {
  return 4 * Math.ceil(bytes / 3);
}

export function handleSummary(data) {
  return summary(data, `gRPC unary calls to ${target}`, 'grpc_req_duration');
}
