/** The composition root: from a Config to listeners, servers, traces and sinks, and back to nothing. */

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, messageOf } from './app/error-words.ts';
import { createFronts } from './app/fronts.ts';
import { type AppOutput, createSinks } from './app/sinks.ts';
import { atMostEvery } from './at-most-every.ts';
import { type Clock, systemClock } from './capture/clock.ts';
import { createFrameInjector } from './capture/frame-injector.ts';
import type { AcceptedConnection, Front } from './capture/front.ts';
import { InnerListener } from './capture/inner.ts';
import type { Publish } from './capture/recorder.ts';
import { passThrough, type SpliceObserver } from './capture/splice.ts';
import { createTracer } from './capture/tracer.ts';
import type { Config } from './cli/config.ts';
import { reachableAt } from './reachable-address.ts';
import { createMessageTypes } from './servers/grpc/message-types.ts';
import { createGrpcServer } from './servers/grpc/server.ts';
import { createHttpServer } from './servers/http/server.ts';
import type { Identity } from './servers/identity.ts';
import type { Address } from './trace/event.ts';
import { type MessageTypes, noMessageTypes } from './trace/message.ts';
import { PreviewArena } from './wire/preview.ts';

export interface App {
  /** Where it listens. */
  readonly grpc: Address;
  readonly http: Address;
  /** Not serving, after the drain delay GOAWAY and drain, then nothing is left. Resolves within the delay and the grace time. */
  stop(): Promise<void>;
}

/** Where descriptors run out, each of thousands of connections fails. */
const ACCEPT_ERROR_INTERVAL_MS = 1_000;

/**
 * How long the last words of a server may take to a client that reads them, and the trace's to the sinks, when the grace time
 * is over. With the servers' own last words a stop takes a second more than the grace time, whoever does not read.
 */
const LAST_WORDS_MS = 250;
const LAST_EVENTS_MS = 500;

/** @throws Error that says in words what could not be opened, with nothing left open */
export async function startApp(config: Config, output: AppOutput, identity: Identity): Promise<App> {
  const messageTypes = config.trace ? createMessageTypes() : noMessageTypes;
  const hub = await createSinks(config, output, messageTypes);
  const reachable = { grpc: '', http: '' };
  // The ports are known when both listen: 0 takes any.
  const serverOptions = {
    isSecret: config.isSecret,
    identity,
    http2: config.policy.http2,
    messageLimits: config.policy.messages,
    get grpcAt() {
      return reachable.grpc;
    },
    get httpAt() {
      return reachable.http;
    },
  };
  const grpc = createGrpcServer(serverOptions);
  const http = createHttpServer(serverOptions, grpc);
  const logAcceptError = atMostEvery(ACCEPT_ERROR_INTERVAL_MS, output.log, performance.now.bind(performance));
  const onAcceptError = (error: Error) => logAcceptError(`error: a connection could not be accepted: ${error.message}`);
  const inner = new InnerListener((socket, facts, protocol) => {
    // Node's HTTP/1 server answers a half-closed client; its HTTP/2 sessions end with their client's FIN.
    socket.allowHalfOpen = protocol === 'http/1.1';
    if (protocol === 'grpc') grpc.accept(socket, facts);
    else http.accept(socket, facts, protocol);
  }, onAcceptError);
  const observe = createObserve(config, messageTypes, hub.publish, output.log);
  const injector = createFrameInjector();
  const fronts = createFronts(config, { inner, observe, injector, onError: onAcceptError });
  try {
    await Promise.all([http.ready(), inner.listen()]);
    // One after the other: when one fails, the other must not begin to listen after all has been closed.
    const grpcAddress = await listening(fronts.grpc, '--grpc-port', config);
    const httpAddress = await listening(fronts.http, '--http-port', config);
    reachable.grpc = reachableAt(grpcAddress);
    reachable.http = reachableAt(httpAddress);
    return { grpc: grpcAddress, http: httpAddress, stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function stop(): Promise<void> {
    if (config.drainDelayMs > 0) {
      grpc.setServing(false);
      await sleep(config.drainDelayMs);
    }
    const deadline = Date.now() + config.graceMs + LAST_WORDS_MS + LAST_EVENTS_MS;
    fronts.grpc.close();
    fronts.http.close();
    await within(LAST_WORDS_MS, Promise.all([fronts.grpc.joined(), fronts.http.joined()]));
    await Promise.all([grpc.drain(config.graceMs), http.drain(config.graceMs)]);
    await Promise.all([fronts.grpc.drained(LAST_WORDS_MS), fronts.http.drained(LAST_WORDS_MS)]);
    inner.close();
    const isWritten = await within(Math.max(deadline - Date.now(), LAST_EVENTS_MS), hub.close());
    if (!isWritten) output.log('error: the end of the trace could not be written: its reader is too slow');
  }
}

/** @throws Error with the flag of the port */
async function listening(front: Front, flag: string, { host }: Config): Promise<Address> {
  try {
    return await front.listen();
  } catch (error) {
    throw new Error(`${flag} on --host ${host}: ${messageOf(error)}`, { cause: error });
  }
}

/** @returns whether `work` was done in time */
async function within(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  const isDone = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return isDone;
}

type Observe = (connection: AcceptedConnection) => SpliceObserver;

function createObserve(config: Config, messageTypes: MessageTypes, publish: Publish, log: AppOutput['log']): Observe {
  if (!config.trace) return () => passThrough;
  const clock: Clock = systemClock();
  const options = {
    isSecret: config.isSecret,
    previews: new PreviewArena(config.payloadBytes),
    messageTypes,
  };
  const onBug = (error: unknown) => log(`error: a bug in the trace, traffic goes on: ${describe(error)}`);
  return createTracer({ clock, options, publish, onBug });
}
