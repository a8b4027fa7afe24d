/** What keeps the diagnosis going while nothing happens: a tick each second, and looks at the place where the server runs. */

import type { Clock } from '../capture/clock.ts';
import type { Publish } from '../capture/recorder.ts';
import type { Found } from '../diagnose/causes.ts';
import type { Diagnosis } from '../diagnose/engine.ts';
import { EventLoopWatch } from '../place/event-loop.ts';
import { readPlace } from '../place/place.ts';
import { EventSource, type Sequence } from '../trace/event-source.ts';
import { placeSample } from './place-sample.ts';

/** Rules wait for seconds, not for less: a stall, an ACK that does not come. */
const TICK_MS = 1_000;

/** Some twenty small files are read each time, and throttling of less than that is in the figures of the next look as well. */
const LOOK_MS = 5_000;

export interface DiagnosisClockOptions {
  readonly diagnosis: Diagnosis;
  readonly sequence: Sequence;
  readonly clock: Clock;
  readonly connections: { tick(): void };
  /** What is about no single connection is recorded where anything is. */
  readonly isRecording: () => boolean;
  readonly record: Publish;
  readonly observe: Publish;
  readonly onBug: (error: unknown) => void;
}

/** @returns stops it. Its timers keep no process alive. */
export function startDiagnosisClock(options: DiagnosisClockOptions): () => void {
  const ticks = setInterval(() => options.connections.tick(), TICK_MS);
  ticks.unref();
  const stopLooking = startLooking(options);
  return () => {
    clearInterval(ticks);
    stopLooking();
  };
}

function startLooking(options: DiagnosisClockOptions): () => void {
  const eventLoop = new EventLoopWatch();
  let isStopped = false;
  let isLooking = false;
  eventLoop.start();
  const looks = setInterval(async () => {
    // One that takes longer than the time between two is no reason to read twice at once.
    if (isLooking) return;
    isLooking = true;
    const place = await readPlace({ eventLoop });
    isLooking = false;
    if (!isStopped) look(placeSample(place, options.clock()), options);
  }, LOOK_MS);
  looks.unref();
  return () => {
    isStopped = true;
    clearInterval(looks);
    eventLoop.stop();
  };
}

function look(sample: ReturnType<typeof placeSample>, options: DiagnosisClockOptions): void {
  const out: Found[] = [];
  try {
    options.diagnosis.look(sample, out);
  } catch (error) {
    options.onBug(error);
  }
  for (const found of out) handOut(found, options);
}

function handOut({ finding, isNews }: Found, { sequence, isRecording, record, observe }: DiagnosisClockOptions): void {
  const source = new EventSource(sequence, '', finding.lastTime);
  source.isRecorded = isNews && isRecording();
  const events = [source.finding(finding.lastTime, finding)];
  if (source.isRecorded) record(events);
  observe(events);
}
