// gRPC streams at a rate: k6 run -e TARGET=localhost:50051 -e KIND=bidi -e RATE=10 -e MESSAGES=20 k6-grpc-stream.js
// A "call" is a whole stream here. All parameters: README.md.

import { Trend } from 'k6/metrics';
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
import { choice, duration, shown, wholeNumber } from './lib-settings.js';
import { summary, trend } from './lib-summary.js';

const kind = choice('KIND', 'server', ['server', 'client', 'bidi']);
const messages = wholeNumber('MESSAGES', 10, 1, 10_000);
const intervalMs = duration('INTERVAL', '0ms', 0, 3_600_000);
const message = 'x'.repeat(plan.messageBytes);

const lastsMs = messages * intervalMs;
if (lastsMs >= plan.timeoutMs) {
  throw `${messages} MESSAGES at an INTERVAL of ${shown(intervalMs)} last ${shown(lastsMs)}: less than the TIMEOUT of ${shown(plan.timeoutMs)} was expected`;
}

export const options = {
  ...loadOptions({ run: 'stream', latency: 'reply_latency', bytes: bytesOfStream(), connects: true }),
  insecureSkipTLSVerify: skipVerify,
};

/**
 * From a message to the reply that answers it: in a server stream the first one, in a client stream from its last message, in a
 * bidi stream each. How long a stream lasts says nothing of the path where it has an INTERVAL.
 */
const replyLatency = new Trend('reply_latency', true);
const streamDuration = new Trend('stream_duration', true);

/** How each kind talks: `begin` sends, `onReply` goes on, `replies` are those that are due. */
const KINDS = {
  server: {
    method: 'EchoServerStream',
    replies: messages,
    begin(stream) {
      write(stream, { message, count: messages, interval_ms: intervalMs });
      stream.end();
    },
    onReply() {},
  },
  client: {
    method: 'EchoClientStream',
    replies: 1,
    begin: (stream) => writeRest(stream, messages),
    onReply() {},
  },
  bidi: {
    method: 'EchoBidiStream',
    replies: messages,
    begin: (stream) => write(stream, { message }),
    onReply(stream, replies) {
      if (replies === messages) stream.end();
      else later(() => write(stream, { message }));
    },
  },
};

export function setup() {
  return { replicas: examineTarget() };
}

export function stream(found) {
  if (isConnecting()) return connectEarly();
  const tags = tagsNow();
  try {
    connectOnce();
    follow(new grpc.Stream(client, `${SERVICE}/${KINDS[kind].method}`, callParams(tags)), found, tags);
  } catch (error) {
    record({ status: grpcStatusOfThrown(error), isGood: false }, found, tags);
  }
}

/** The iteration of k6 lasts until the stream has ended; events come in order, an error in front of the end. */
function follow(stream, found, tags) {
  const { begin, onReply, replies: due } = KINDS[kind];
  const begun = Date.now();
  const seen = { replies: 0, wrong: 0, replica: undefined, status: 'OK' };
  stream.on('data', (reply) => {
    if (seen.replies === 0 || kind === 'bidi') replyLatency.add(Date.now() - stream.writtenAt, tags);
    // Only the first reply of a stream says who answers.
    seen.replica ??= nameOf(reply.seen?.identity);
    seen.replies += 1;
    if (reply.message !== message) seen.wrong += 1;
    onReply(stream, seen.replies);
  });
  stream.on('error', ({ code, message: text }) => {
    // k6 takes CANCELLED for its own doing, and hands on words without the code.
    seen.status = text.startsWith('canceled by client') ? 'CANCELLED' : grpcStatusName(code);
  });
  stream.on('end', () => {
    streamDuration.add(Date.now() - begun, tags);
    record(outcomeOf(seen, due), found, tags);
  });
  begin(stream);
}

/** k6 ends a stream well that gave nothing: so replies are counted. */
function outcomeOf({ status, replies, wrong, replica }, due) {
  if (status !== 'OK') return { status, isGood: false, replica };
  const isGood = replies === due && wrong === 0;
  return { status: isGood ? 'OK' : WRONG_ANSWER, isGood, replica };
}

function writeRest(stream, left) {
  write(stream, { message });
  if (left === 1) stream.end();
  else later(() => writeRest(stream, left - 1));
}

function write(stream, request) {
  stream.writtenAt = Date.now();
  stream.write(request);
}

function later(then) {
  if (intervalMs === 0) then();
  else setTimeout(then, intervalMs);
}

function bytesOfStream() {
  return plan.messageBytes * messages * (kind === 'bidi' ? 2 : 1);
}

export function handleSummary(data) {
  const { grpc_streams_msgs_sent: sent, grpc_streams_msgs_received: received } = data.metrics;
  const title = `gRPC ${kind} streams of ${messages} messages to ${target}: a call is a stream, ms are those of a reply`;
  return summary(data, title, 'reply_latency', [
    ['streams', `${trend(data.metrics.stream_duration)}: from begin to end`],
    ['messages', `${sent?.values.count ?? 0} sent, ${received?.values.count ?? 0} received`],
  ]);
}
