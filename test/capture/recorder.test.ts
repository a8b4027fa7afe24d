import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Recorder } from '../../src/capture/recorder.ts';
import { ConnectionTrace } from '../../src/trace/connection.ts';
import type { ConnectionOpened, TraceEvent } from '../../src/trace/event.ts';
import { EventSource, Sequence } from '../../src/trace/event-source.ts';
import type { ProtocolTrace } from '../../src/trace/protocol-trace.ts';

const ADDRESS = { address: '127.0.0.1', port: 1 };
const OPENED: ConnectionOpened = { listener: 'grpc', role: 'SERVER', protocol: 'h2c', peer: ADDRESS, local: ADDRESS };

interface Recorded {
  readonly recorder: Recorder;
  readonly events: TraceEvent[];
  readonly bugs: unknown[];
  /** Sizes of what was published at once. */
  readonly batches: number[];
}

/** The clock counts its calls, in milliseconds. */
function record(protocol: Partial<ProtocolTrace>): Recorded {
  const events: TraceEvent[] = [];
  const bugs: unknown[] = [];
  const batches: number[] = [];
  let time = 0;
  const clock = () => {
    time += 1_000;
    return time;
  };
  const whole: ProtocolTrace = { receive() {}, finish: () => ({ frames: [], streams: 0 }), ...protocol };
  const trace = new ConnectionTrace(new EventSource(new Sequence(), 'c1', 0), whole);
  const publish = (some: readonly TraceEvent[]) => {
    events.push(...some);
    batches.push(some.length);
  };
  const recorder = new Recorder(trace, clock, publish, (bug) => bugs.push(bug));
  return { recorder, events, bugs, batches };
}

const kinds = ({ events }: Recorded) => events.map(({ kind }) => kind);
const chunk = Buffer.from('abc');

describe('Recorder', () => {
  test('publishes what the trace makes of each chunk, with the time of the clock', () => {
    const seen: unknown[] = [];
    const recorded = record({ receive: (from, bytes, time) => seen.push([from, Buffer.from(bytes).toString(), time]) });
    recorded.recorder.open(OPENED, 0);
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

  test('a trace that throws goes blind: it is said once, and nothing is thrown at the splice', () => {
    const recorded = record({
      receive() {
        throw new RangeError('offset is out of bounds');
      },
    });
    recorded.recorder.open(OPENED, 0);
    for (let n = 0; n < 3; n++) recorded.recorder.chunk('CLIENT', chunk);
    recorded.recorder.end({ how: 'FIN' });
    assert.deepEqual(kinds(recorded), ['connectionOpened', 'traceLost']);
    const [, lost] = recorded.events;
    assert.ok(lost?.kind === 'traceLost');
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
    recorded.recorder.open(OPENED, 0);
    recorded.recorder.end({ how: 'FIN' });
    assert.deepEqual(kinds(recorded), ['connectionOpened', 'traceLost']);
  });
});
