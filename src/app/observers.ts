/** Who wants to know of all traffic, recorded or not: metrics, the access log, spans. */

import type { Writable } from 'node:stream';
import { atMostEvery } from '../at-most-every.ts';
import type { Clock } from '../capture/clock.ts';
import type { Publish } from '../capture/recorder.ts';
import type { AccessLogTarget, OutputConfig } from '../cli/output-config.ts';
import type { ExchangeObserver } from '../exchanges/exchange.ts';
import { followExchanges } from '../exchanges/follow.ts';
import { readPlace } from '../place/place.ts';
import { createMethodTypes } from '../servers/grpc/method-types.ts';
import type { Identity } from '../servers/identity.ts';
import { type AccessLog, openAccessLog } from '../sinks/access-log.ts';
import { createHub } from '../sinks/hub.ts';
import type { FindingTotal } from '../sinks/metrics/findings.ts';
import { createMetrics, type Metrics } from '../sinks/metrics/metrics.ts';
import type { Sink } from '../sinks/sink.ts';
import { createSpans, type Spans } from '../sinks/spans/spans.ts';
import { messageOf } from './error-words.ts';
import { placeFigures } from './place-figures.ts';

/** A collector that is down fails each batch, a second apart. */
const SPANS_ERROR_INTERVAL_MS = 60_000;

export interface ObserverOptions {
  readonly output: OutputConfig;
  readonly identity: Identity;
  readonly clock: Clock;
  /** What the diagnosis has counted. */
  readonly findings: () => Iterable<FindingTotal>;
  readonly stdout: Writable;
  readonly log: (line: string) => void;
}

export interface Observers {
  readonly observe: Publish;
  readonly metrics: Metrics;
  /** Ends what goes on, and writes what is left to write. */
  close(): Promise<void>;
}

/** @throws Error with the name of the flag, where a file cannot be opened */
export async function createObservers(options: ObserverOptions): Promise<Observers> {
  const { output, clock, log } = options;
  const metrics = createMetrics({
    methodTypeOf: createMethodTypes(),
    readPlace: async () => placeFigures(await readPlace()),
    findings: options.findings,
    now: clock,
  });
  const accessLog = output.accessLog && (await accessLogFor(output.accessLog, options, metrics));
  const spans = output.otlpEndpoint === undefined ? undefined : spansFor(output.otlpEndpoint, options, metrics);
  const ofTraffic = [metrics.exchanges, spans?.exchanges].filter((each) => each !== undefined);
  const follower = followExchanges([...ofTraffic.map(withoutAdmin), ...(accessLog === undefined ? [] : [accessLog])]);
  const hub = createHub((error) => log(`error: who observes the trace failed and was taken out: ${error}`));
  hub.add(metrics.sink);
  hub.add(follower);
  if (spans !== undefined) hub.add(findingsFor(spans));
  return {
    observe: hub.publish,
    metrics,
    async close() {
      await hub.close();
      await Promise.all([accessLog?.close(), spans?.close()]);
    },
  };
}

/** Who looks at a server is not its traffic: a Watch of an hour would be the slowest call of the day. */
function withoutAdmin(observer: ExchangeObserver): ExchangeObserver {
  return {
    started(exchange) {
      if (exchange.listener !== 'admin') observer.started(exchange);
    },
    ended(exchange) {
      if (exchange.listener !== 'admin') observer.ended(exchange);
    },
  };
}

async function accessLogFor(target: AccessLogTarget, options: ObserverOptions, metrics: Metrics): Promise<AccessLog> {
  const { stdout, log } = options;
  const [destination, name] = target.kind === 'STDOUT' ? [stdout, '-'] : [target.path, target.path];
  const onError = (error: unknown) =>
    log(`error: --access-log ${name}: ${messageOf(error)}; nothing more is written to it`);
  try {
    return await openAccessLog({ destination, onError, onDropped: () => metrics.addDropped('access log', 1) });
  } catch (error) {
    throw new Error(`--access-log ${name}: ${messageOf(error)}`, { cause: error });
  }
}

function spansFor(endpoint: string, { identity, log }: ObserverOptions, metrics: Metrics): Spans {
  return createSpans({
    endpoint,
    serviceName: 'sre-test-server',
    serviceVersion: identity.version,
    instanceId: identity.pod ?? identity.hostname,
    onDropped: (count) => metrics.addDropped('spans', count),
    log: atMostEvery(SPANS_ERROR_INTERVAL_MS, log, performance.now.bind(performance)),
  });
}

function findingsFor(spans: Spans): Sink {
  return {
    write(events) {
      for (const event of events) if (event.kind === 'finding') spans.finding(event);
    },
    async close() {},
  };
}
