import type { Diagnosis } from '../diagnose/engine.ts';
import type { ConnectionTrace } from '../trace/connection.ts';
import type { ConnectionState, ConnectionSummary, RecordingState, StreamState } from '../trace/connection-state.ts';
import type { Side, TraceEvent } from '../trace/event.ts';
import type { EventSource } from '../trace/event-source.ts';
import type { TransportEnd } from '../trace/protocol-trace.ts';
import type { Clock } from './clock.ts';
import type { WatchedConnection } from './connections.ts';
import { Examiner } from './examiner.ts';
import type { Gate } from './recording.ts';

/** Takes events in the order of their `seq`. Must not throw. */
export type Publish = (events: readonly TraceEvent[]) => void;

/** Who gets the events of a connection. */
export interface Outlets {
  /** What is recorded. */
  readonly record: Publish;
  /** All, recorded or not: for who counts. An event that is not recorded has the `seq` NOT_RECORDED. */
  readonly observe: Publish;
}

export interface RecorderOptions extends Outlets {
  readonly clock: Clock;
  readonly onBug: (error: unknown) => void;
  /** Undefined: nobody asks what the events mean. */
  readonly diagnosis?: Diagnosis | undefined;
}

/**
 * Feeds what a splice reports to the trace of its connection, and hands the events out. The trace reads on while nothing is
 * recorded: a decoder that missed a frame could not be switched on again. A bug in a decoder leaves of this connection its
 * bytes and its end, and harms nothing else: capture may go blind, but never touches what it traces.
 */
export class Recorder implements WatchedConnection {
  private readonly trace: ConnectionTrace;
  private readonly source: EventSource;
  private readonly gate: Gate;
  private readonly options: RecorderOptions;
  private readonly examiner: Examiner | undefined;

  /** @param source the one of the trace */
  constructor(trace: ConnectionTrace, source: EventSource, gate: Gate, options: RecorderOptions) {
    this.trace = trace;
    this.source = source;
    this.gate = gate;
    this.options = options;
    const { diagnosis } = options;
    this.examiner = diagnosis && new Examiner(diagnosis, source, gate, options);
  }

  open(): void {
    this.run(() => this.trace.open());
  }

  chunk(from: Side, chunk: Uint8Array): void {
    this.run(() => this.trace.receive(from, chunk, this.options.clock()));
  }

  tick(): void {
    this.examiner?.tick();
  }

  end(end: TransportEnd): void {
    const close = () => this.trace.close(end, this.options.clock());
    // A trace that went blind on what was unfinished still knows that the connection has ended.
    if (!this.run(close)) this.run(close);
  }

  summary(time: number): ConnectionSummary {
    return this.trace.summary(this.recording, time);
  }

  streams(time: number): readonly StreamState[] {
    return this.trace.streams(time);
  }

  state(time: number): ConnectionState {
    return this.trace.state(this.recording, time);
  }

  private get recording(): RecordingState {
    return this.gate.isOpen ? 'RECORDED' : 'NOT_RECORDED';
  }

  /** @returns false where the trace went blind instead */
  private run(step: () => readonly TraceEvent[]): boolean {
    this.source.isRecorded = this.gate.isOpen;
    try {
      if (this.gate.missing > 0 && this.gate.isOpen) this.sayWhatIsMissing();
      this.handOut(step());
      return true;
    } catch (error) {
      this.options.onBug(error);
      this.handOut(this.trace.goBlind(`a bug of ours: ${error}`, this.options.clock()));
      return false;
    }
  }

  private handOut(events: readonly TraceEvent[]): void {
    if (events.length === 0) return;
    if (this.source.isRecorded) this.options.record(events);
    else this.gate.missing += events.length;
    this.options.observe(events);
    this.examiner?.take(events);
  }

  private sayWhatIsMissing(): void {
    const { missing } = this.gate;
    this.gate.missing = 0;
    const reason = 'this connection was not recorded until now';
    this.options.record([this.trace.lost(reason, missing, this.options.clock())]);
  }
}
