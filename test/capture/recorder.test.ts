import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Recorder } from '../../src/capture/recorder.ts';
import type { Gate } from '../../src/capture/recording.ts';
import { ConnectionTrace } from '../../src/trace/connection.ts';
import type { ConnectionOpened, TraceEvent } from '../../src/trace/event.ts';
import { EventSource, NOT_RECORDED, Sequence } from '../../src/trace/event-source.ts';
import type { ProtocolTrace } from '../../src/trace/protocol-trace.ts';

const ADDRESS = { address: '127.0.0.1', port: 1 };
const OPENED: ConnectionOpened = { listener: 'grpc', role: 'SERVER', protocol: 'h2c', peer: ADDRESS, local: ADDRESS };

interface Recorded {
  readonly source: EventSource;
  readonly recorder: Recorder;
  readonly events: TraceEvent[];
  readonly observed: TraceEvent[];
  readonly bugs: unknown[];
  /** Sizes of what was published at once. */
  readonly batches: number[];
}

/** The clock counts its calls, in milliseconds. */
function record(protocol: Partial<ProtocolTrace>, gate: Gate = { isOpen: true, missing: 0 }): Recorded {
  const events: TraceEvent[] = [];
  const bugs: unknown[] = [];
  const batches: number[] = [];
  let time = 0;
  const clock = () => {
    time += 1_000;
    return time;
  };
  const whole: ProtocolTrace = {
    receive() {},
    finish: () => ({ stage: 'IDLE' }),
    count: () => ({ streams: 0, openStreams: 0, frames: [] }),
    streams: () => [],
    http2State: () => undefined,
    ...protocol,
  };
  const source = new EventSource(new Sequence(), 'c1', 0);
  const trace = new ConnectionTrace(source, whole, OPENED, 0);
  const observed: TraceEvent[] = [];
  const recorder = new Recorder(trace, source, gate, {
    clock,
    record(some) {
      events.push(...some);
      batches.push(some.length);
    },
    observe: (some) => observed.push(...some),
    onBug: (bug) => bugs.push(bug),
  });
  return { recorder, source, events, observed, bugs, batches };
}

const kinds = ({ events }: Recorded) => events.map(({ kind }) => kind);
const chunk = Buffer.from('abc');

describe('Recorder', () => {
  test('publishes what the trace makes of each chunk, with the time of the clock', () => {
    const seen: unknown[] = [];
    const recorded = record({ receive: (from, bytes, time) => seen.push([from, Buffer.from(bytes).toString(), time]) });
    recorded.recorder.open();
    recorded.recorder.chunk('CLIENT', chunk);
    recorded.recorder.chunk('SERVER', chunk);
    recorded.recorder.end({ endedBy: 'CLIENT', how: 'FIN' });
    assert.deepEqual(seen, [
      ['CLIENT', 'abc', 1_000],
      ['SERVER', 'abc', 2_000],
    ]);
    assert.deepEqual(kinds(recorded), ['connectionOpened', 'connectionClosed']);
    assert.equal(recorded.events[1]?.offsetMs, 3);
  });

  test('publishes nothing where there is nothing', () => {
    const recorded = record({});
    recorded.recorder.chunk('CLIENT', chunk);
    assert.deepEqual(recorded.batches, []);
  });

  test('a trace that throws goes blind: it is said once, nothing is thrown at the splice, and the end is still told', () => {
    const recorded = record({
      receive() {
        throw new RangeError('offset is out of bounds');
      },
    });
    recorded.recorder.open();
    for (let n = 0; n < 3; n++) recorded.recorder.chunk('CLIENT', chunk);
    recorded.recorder.end({ how: 'FIN' });
    assert.deepEqual(kinds(recorded), ['connectionOpened', 'traceLost', 'connectionClosed']);
    const [, lost, closed] = recorded.events;
    assert.ok(lost?.kind === 'traceLost' && closed?.kind === 'connectionClosed');
    assert.equal(closed.connectionClosed.how, 'FIN');
    assert.equal(closed.connectionClosed.clientBytes, 3 * chunk.length);
    assert.equal(lost.traceLost.reason, 'a bug of ours: RangeError: offset is out of bounds');
    assert.deepEqual(
      recorded.bugs.map((bug) => String(bug)),
      ['RangeError: offset is out of bounds'],
    );
  });

  test('a trace that throws at the end does too', () => {
    const recorded = record({
      finish() {
        throw new Error('unfinished');
      },
    });
    recorded.recorder.open();
    recorded.recorder.end({ how: 'FIN' });
    assert.deepEqual(kinds(recorded), ['connectionOpened', 'traceLost', 'connectionClosed']);
    assert.equal(recorded.bugs.length, 1);
  });

  test('what is not recorded is observed all the same, without a number', () => {
    const gate = { isOpen: false, missing: 0 };
    const recorded = record({}, gate);
    recorded.recorder.open();
    recorded.recorder.end({ how: 'FIN', endedBy: 'CLIENT' });
    assert.deepEqual(recorded.events, []);
    assert.deepEqual(
      recorded.observed.map(({ seq, kind }) => [seq, kind]),
      [
        [NOT_RECORDED, 'connectionOpened'],
        [NOT_RECORDED, 'connectionClosed'],
      ],
    );
    assert.equal(recorded.recorder.summary(0).recording, 'NOT_RECORDED');
  });

  test('a connection that is switched on says how much of it is missing, and numbers have no gap', () => {
    const gate = { isOpen: true, missing: 0 };
    const lost = { reason: 'r', dropped: 0 };
    const recorded = record({ receive: (_from, _bytes, time, out) => out.push(source(time, lost)) }, gate);
    const source = (time: number, body: typeof lost) => recorded.source.traceLost(time, body);
    recorded.recorder.open();
    gate.isOpen = false;
    for (let n = 0; n < 3; n++) recorded.recorder.chunk('CLIENT', chunk);
    gate.isOpen = true;
    for (let n = 0; n < 2; n++) recorded.recorder.chunk('CLIENT', chunk);
    assert.deepEqual(
      recorded.events.map((event) => [event.seq, event.kind, event.kind === 'traceLost' ? event.traceLost.dropped : 0]),
      [
        [1, 'connectionOpened', 0],
        [2, 'traceLost', 3],
        [3, 'traceLost', 0],
        [4, 'traceLost', 0],
      ],
    );
    assert.equal(recorded.observed.length, 6);
  });
});
