/** From the bytes of connections to events, and from events to whoever wants them. */

import { systemClock } from '../capture/clock.ts';
import { Connections } from '../capture/connections.ts';
import { Recording } from '../capture/recording.ts';
import { createTracer } from '../capture/tracer.ts';
import type { Config } from '../cli/config.ts';
import type { Cause } from '../diagnose/causes.ts';
import { Diagnosis } from '../diagnose/engine.ts';
import { RULES } from '../diagnose/rules/index.ts';
import { Redaction } from '../redaction.ts';
import type { TraceDelivery } from '../servers/admin/trace/delivery.ts';
import { createMessageTypes } from '../servers/grpc/message-types.ts';
import type { Identity } from '../servers/identity.ts';
import type { MetricsText } from '../servers/metrics-text.ts';
import { acceptsOpenMetrics } from '../sinks/metrics/accept.ts';
import { Sequence } from '../trace/event-source.ts';
import type { RecordingSettings } from '../trace/recording.ts';
import { type Captures, type Observe, openCaptures } from './captures.ts';
import { createDelivery } from './delivery.ts';
import { startDiagnosisClock } from './diagnosis.ts';
import { describe } from './error-words.ts';
import { createMuted } from './muted.ts';
import { createObservers } from './observers.ts';
import { type AppOutput, createSinks } from './sinks.ts';

export interface AppTracing {
  readonly redaction: Redaction;
  readonly recording: Recording;
  readonly connections: Connections;
  readonly metrics: MetricsText;
  readonly delivery: TraceDelivery;
  /** One for each cause, the one that was seen last first. */
  findings(): Iterable<Cause>;
  /** @returns what is to see the bytes of the connection */
  readonly observe: Observe;
  /** Undefined: nobody wants the secrets of TLS. */
  readonly keylog: Captures['keylog'];
  /** Writes what is left to write. */
  close(): Promise<void>;
}

/** @throws Error with the name of the flag, where a file cannot be opened */
export async function createTracing(config: Config, output: AppOutput, identity: Identity): Promise<AppTracing> {
  const messageTypes = createMessageTypes();
  const clock = systemClock();
  const sequence = new Sequence();
  const diagnosis = config.diagnosis ? new Diagnosis(RULES) : undefined;
  const findings = () => diagnosis?.counts() ?? [];
  const observers = await createObservers({ ...output, output: config.output, identity, clock, findings });
  const dropped = (sink: string) => observers.metrics.addDropped(sink, 1);
  const sinks = await createSinks(config, output, messageTypes, dropped);
  const writer = { name: 'sre-test-server', version: identity.version };
  const application = `${writer.name} ${writer.version}`;
  const captures = await openCaptures({ output: config.output, application, clock, log: output.log });
  const redaction = new Redaction(config.isSecret);
  const recording = new Recording(recordingOf(config), redaction, messageTypes, ['admin']);
  const connections = new Connections(clock, (conn) => recording.closed(conn));
  const muted = createMuted({ recording, sequence, record: sinks.hub.publish });
  const onBug = (error: unknown) => output.log(`error: a bug in the trace, traffic goes on: ${describe(error)}`);
  const observe = createTracer({
    clock,
    sequence,
    diagnosis,
    recording,
    connections,
    record: sinks.hub.publish,
    observe(events) {
      observers.observe(events);
      muted.observe(events);
    },
    onBug,
  });
  const stopClock =
    diagnosis &&
    startDiagnosisClock({
      diagnosis,
      sequence,
      clock,
      connections,
      isRecording: () => recording.settings.trace === 'on',
      record: sinks.hub.publish,
      observe: observers.observe,
      onBug,
    });
  return {
    redaction,
    recording,
    connections,
    keylog: captures.keylog,
    metrics: (accept) => observers.metrics.render(acceptsOpenMetrics(accept)),
    delivery: createDelivery({
      ...sinks,
      mute: muted.mute,
      connections,
      messageTypes,
      writer,
      onDropped: () => dropped('subscriber'),
    }),
    observe: captures.withPackets(observe),
    findings: () => diagnosis?.findings() ?? [],
    async close() {
      stopClock?.();
      await Promise.all([sinks.hub.close(), observers.close(), captures.close()]);
    },
  };
}

function recordingOf({ trace, sampleOneIn, payloadBytes }: Config): RecordingSettings {
  return { trace, sampleOneIn, payloadBytes, redactHeaders: [], listenersOff: [], connections: {} };
}
