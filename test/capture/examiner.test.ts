import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Recorder } from '../../src/capture/recorder.ts';
import { Diagnosis } from '../../src/diagnose/engine.ts';
import type { Rule } from '../../src/diagnose/rule.ts';
import { redactNothing } from '../../src/redaction.ts';
import { ConnectionTrace } from '../../src/trace/connection.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { EventSource, NOT_RECORDED, Sequence } from '../../src/trace/event-source.ts';
import { Http2Trace } from '../../src/trace/http2.ts';
import { noMessageTypes } from '../../src/trace/message.ts';
import { PreviewArena } from '../../src/wire/preview.ts';
import { frames } from '../support/frames.ts';
import { ruleForTest } from '../support/rule.ts';
import { OPENED, OPENING } from '../support/script.ts';

const PING = '0000000000000001';

/** Finds each PING, the same cause each time. */
const EACH_PING = { ping: () => ({ explanation: 'a PING', evidence: [] }) };

interface Examined {
  readonly recorder: Recorder;
  readonly recorded: TraceEvent[];
  readonly observed: TraceEvent[];
  readonly bugs: unknown[];
}

function examine(rules: readonly Rule[], isOpen = true): Examined {
  const recorded: TraceEvent[] = [];
  const observed: TraceEvent[] = [];
  const bugs: unknown[] = [];
  const source = new EventSource(new Sequence(), 'c1', 0);
  const options = { isSecret: redactNothing, messageTypes: noMessageTypes, previews: new PreviewArena(64) };
  const trace = new ConnectionTrace(source, new Http2Trace(source, options), OPENED, 0);
  const recorder = new Recorder(
    trace,
    source,
    { isOpen, missing: 0 },
    {
      clock: () => 5_000,
      record: (some) => recorded.push(...some),
      observe: (some) => observed.push(...some),
      onBug: (bug) => bugs.push(bug),
      diagnosis: new Diagnosis(rules),
    },
  );
  recorder.open();
  for (const { from, bytes } of OPENING) recorder.chunk(from, Buffer.from(bytes));
  return { recorder, recorded, observed, bugs };
}

const findings = (events: readonly TraceEvent[]) => events.filter(({ kind }) => kind === 'finding');
const ping = () => Buffer.from(frames.ping(PING));

describe('Examiner', () => {
  test('a finding is an event behind those that show it, numbered with them', () => {
    const { recorder, recorded } = examine([ruleForTest(EACH_PING)]);
    recorder.chunk('CLIENT', ping());
    const [frame, finding] = recorded.slice(-2);
    assert.deepEqual([frame?.kind, finding?.kind], ['frame', 'finding']);
    assert.equal(finding?.seq, (frame?.seq ?? 0) + 1);
    assert.deepEqual([finding?.conn, finding?.time, finding?.offsetMs], ['c1', 5_000, 5]);
  });

  test('what is seen again is observed, and not recorded: it leaves no gap in the numbers', () => {
    const { recorder, recorded, observed } = examine([ruleForTest(EACH_PING)]);
    for (let n = 0; n < 3; n++) recorder.chunk('CLIENT', ping());
    assert.equal(findings(recorded).length, 1);
    assert.deepEqual(
      findings(observed).map(({ seq }) => seq === NOT_RECORDED),
      [false, true, true],
    );
    assert.deepEqual(
      recorded.map(({ seq }) => seq),
      recorded.map((_, n) => n + 1),
    );
  });

  test('what is only worth knowing is observed once', () => {
    const { recorder, observed } = examine([ruleForTest(EACH_PING, { severity: 'INFO' })]);
    for (let n = 0; n < 3; n++) recorder.chunk('CLIENT', ping());
    assert.equal(findings(observed).length, 1);
  });

  test('of a connection that is not recorded findings are observed all the same', () => {
    const { recorder, recorded, observed } = examine([ruleForTest(EACH_PING)], false);
    recorder.chunk('CLIENT', ping());
    assert.deepEqual(recorded, []);
    assert.equal(findings(observed).length, 1);
  });

  test('a rule is asked at ticks', () => {
    const { recorder, recorded } = examine([
      ruleForTest({ tick: (_, __, time) => ({ explanation: `${time}`, evidence: [] }) }),
    ]);
    recorder.tick();
    assert.equal(findings(recorded).length, 1);
  });

  test('a bug in a rule is told once, and ends the diagnosis of its connection, not its trace', () => {
    const { recorder, recorded, bugs } = examine([
      ruleForTest({
        ping() {
          throw new Error('a bug');
        },
      }),
    ]);
    recorder.chunk('CLIENT', ping());
    recorder.chunk('CLIENT', ping());
    recorder.tick();
    assert.equal(bugs.length, 1);
    assert.equal(recorded.filter((event) => event.kind === 'frame' && event.frame.type === 'PING').length, 2);
  });
});
