import type { Found } from '../diagnose/causes.ts';
import type { ConnectionDiagnosis } from '../diagnose/connection-diagnosis.ts';
import type { Diagnosis } from '../diagnose/engine.ts';
import type { TraceEvent } from '../trace/event.ts';
import type { EventSource } from '../trace/event-source.ts';
import type { RecorderOptions } from './recorder.ts';
import type { Gate } from './recording.ts';

/**
 * Has the events of one connection diagnosed, and hands out what is found, behind the events that show it. A bug in a rule ends the
 * diagnosis of its connection, and nothing else.
 */
export class Examiner {
  private readonly diagnosis: Diagnosis;
  private readonly source: EventSource;
  private readonly gate: Gate;
  private readonly options: RecorderOptions;
  /** Undefined before the connection opens, and where a bug has ended it. */
  private connection: ConnectionDiagnosis | undefined = undefined;
  private readonly out: Found[] = [];

  constructor(diagnosis: Diagnosis, source: EventSource, gate: Gate, options: RecorderOptions) {
    this.diagnosis = diagnosis;
    this.source = source;
    this.gate = gate;
    this.options = options;
  }

  take(events: readonly TraceEvent[]): void {
    try {
      const first = events[0];
      if (first?.kind === 'connectionOpened') this.connection = this.diagnosis.open(first, this.out);
      this.connection?.take(events, this.out);
    } catch (error) {
      this.giveUp(error);
    }
    if (this.out.length > 0) this.handOutAll();
  }

  /** To be called each second while the connection is open. */
  tick(): void {
    try {
      this.connection?.tick(this.options.clock(), this.out);
    } catch (error) {
      this.giveUp(error);
    }
    if (this.out.length > 0) this.handOutAll();
  }

  private giveUp(error: unknown): void {
    this.connection = undefined;
    this.options.onBug(error);
  }

  private handOutAll(): void {
    for (const found of this.out.splice(0)) this.handOut(found);
  }

  /** What is seen again is told to who counts, where it is trouble, and not to who reads. */
  private handOut({ finding, isNews }: Found): void {
    const { source, options } = this;
    source.isRecorded = this.gate.isOpen && isNews;
    const events = [source.finding(finding.lastTime, finding)];
    if (source.isRecorded) options.record(events);
    if (isNews || finding.severity !== 'INFO') options.observe(events);
  }
}
