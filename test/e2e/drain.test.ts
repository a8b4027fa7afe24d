/** SIGTERM in the middle of about 1,000 calls a second: no call that was accepted fails, and the exit code is 0. */

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { status } from '@grpc/grpc-js';

import { healthClient } from '../servers/support.ts';
import { type ClientReport, GrpcJsCaller } from './grpc-js-caller.ts';
import { GRPC_ECHO, HTTP_ECHO, type Outcome, RawCaller } from './raw-caller.ts';
import { startTraced, stopAll, type Traced, type TraceLine, until } from './support.ts';

const ROUNDS = 3;

/** On a machine that is too busy for the load, answers take their time. */
const GRACE = ['--grace-seconds', '25'];

const LOAD_MS = 700;

/** Together 1,000 a second. */
const RAW_GRPC = { connections: 4, callsPerSecond: 125 };
const RAW_HTTP = { connections: 2, callsPerSecond: 50 };
const GRPC_JS = { connections: 4, callsPerSecond: 100 };

const MAX_STREAM_ID = 2 ** 31 - 1;

function callers<Caller>(count: number, create: () => Caller): Caller[] {
  return Array.from({ length: count }, create);
}

/** What the server itself says of the calls that it has accepted. */
function unfinishedOf(events: readonly TraceLine[]): string[] {
  const last = new Map<string, number>();
  const unfinished = new Set<string>();
  for (const { conn, frame, streamOpened, streamClosed } of events) {
    const name = `${conn} ${(streamOpened ?? streamClosed)?.streamId}`;
    if (frame?.from === 'SERVER' && frame.goaway !== undefined) last.set(conn, frame.goaway.lastStreamId);
    if (streamOpened !== undefined) unfinished.add(name);
    const isWell = streamClosed?.grpcStatus === undefined || streamClosed.grpcStatus.code === 0;
    if (streamClosed !== undefined && isWell && streamClosed.endedBy === 'SERVER') unfinished.delete(name);
  }
  return [...unfinished].filter((name) => {
    const [conn = '', streamId] = name.split(' ');
    return Number(streamId) <= (last.get(conn) ?? 0);
  });
}

describe('SIGTERM under load', () => {
  const open: { close(): void }[] = [];
  afterEach(async () => {
    for (const caller of open.splice(0)) caller.close();
    await stopAll();
  });

  for (let round = 1; round <= ROUNDS; round++) {
    test(`no call that was accepted fails, round ${round} of ${ROUNDS}`, async () => {
      const server = await startTraced({ args: GRACE });
      const raw = [
        ...callers(RAW_GRPC.connections, () => new RawCaller(server.grpcPort, RAW_GRPC.callsPerSecond, GRPC_ECHO)),
        ...callers(RAW_HTTP.connections, () => new RawCaller(server.httpPort, RAW_HTTP.callsPerSecond, HTTP_ECHO)),
      ];
      const grpcJs = callers(GRPC_JS.connections, () => new GrpcJsCaller(server.grpcPort, GRPC_JS.callsPerSecond));
      open.push(...raw, ...grpcJs);
      await Promise.all([...raw, ...grpcJs].map((caller) => caller.ready()));
      await sleep(LOAD_MS);

      const [exit, events] = await stopped(server);
      const outcomes = await Promise.all(raw.map((caller) => caller.outcome()));
      const reports = await Promise.all(grpcJs.map((caller) => caller.stop()));

      assert.deepEqual(exit, { code: 0, signal: null });
      for (const outcome of outcomes) assertNoneFailed(outcome);
      for (const report of reports) assertNoneLost(report);
      assert.deepEqual(unfinishedOf(events), []);
    });
  }
});

async function stopped(server: Traced) {
  const exit = await server.stop();
  return [exit, await server.events()] as const;
}

function assertNoneFailed({ opened, openedLate, accepted, failed, goaways }: Outcome): void {
  assert.deepEqual(failed, [], `of ${accepted} accepted calls`);
  assert.equal(goaways[0], MAX_STREAM_ID, 'RFC 9113 §6.8: first all are welcome');
  const [last = MAX_STREAM_ID] = goaways.slice(-1);
  assert.ok(last < MAX_STREAM_ID, 'and then one is the last');
  assert.ok(openedLate >= 5 && accepted > opened - openedLate, 'calls were accepted between the two GOAWAYs');
}

/** A call that found nobody to connect to, since the server had gone, was never accepted. */
function assertNoneLost({ succeeded, errors }: ClientReport): void {
  assert.ok(succeeded > 0, 'no call');
  for (const error of errors) {
    assert.equal(error.code, status.UNAVAILABLE, error.message);
    assert.match(error.details, /No connection established.*ECONNREFUSED/s);
  }
}

describe('--drain-delay-seconds', () => {
  afterEach(stopAll);

  test('after SIGTERM calls on new connections are served for so long, then the end comes as without it', async (context) => {
    const server = await startTraced({ args: ['--drain-delay-seconds', '2'] });
    process.kill(server.pid, 'SIGTERM');
    await until(
      () => `the signal is not heard: ${server.stderr()}`,
      () => server.stderr().includes('SIGTERM: not ready any more, serving on for 2 s; then calls in flight have 10 s'),
    );
    const caller = new RawCaller(server.grpcPort, 100, GRPC_ECHO);
    context.after(() => caller.close());
    assert.equal(await healthOf(server.grpcPort), 'NOT_SERVING');
    const outcome = await caller.outcome();
    assertNoneFailed(outcome);
    assert.ok(outcome.accepted > 5, `${outcome.accepted} calls`);
    assert.deepEqual(await server.exit, { code: 0, signal: null });
  });
});

function healthOf(port: number): Promise<string | undefined> {
  const client = healthClient(`127.0.0.1:${port}`);
  return new Promise((resolve, reject) => {
    client.Check({}, (error, response) => {
      client.close();
      if (response === undefined) reject(error);
      else resolve(response.status);
    });
  });
}
