import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { formatJson } from '../../../src/formats/json.ts';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { type FileSource, openNdjson } from '../../../src/web/source/file-source.ts';
import { MAX_FILE_BYTES } from '../../../src/web/source/read-file.ts';
import { FilterRefused, SourceError } from '../../../src/web/source/source.ts';
import { conversation } from '../../support/conversation.ts';
import { sampleBodies, stamp } from '../../support/events.ts';
import { eventsOfNdjson } from '../../support/ndjson-events.ts';
import { numbered, ranges } from '../../support/numbered.ts';

function open(lines: readonly (string | TraceEvent)[], end = '\n'): Promise<FileSource> {
  const text = lines.map((line) => (typeof line === 'string' ? line : formatJson(line))).join('\n');
  return openNdjson('trace.ndjson', new Blob([text + end]));
}

/** Without the classes of the trace, which JSON does not have. */
function plain(events: readonly TraceEvent[]): TraceEvent[] {
  return eventsOfNdjson(events.map(formatJson).join('\n'));
}

async function seqs(source: FileSource, filter = ''): Promise<readonly number[] | undefined> {
  return (await source.index(filter)).seqs;
}

async function refusal(opened: Promise<FileSource>): Promise<string> {
  const error = await opened.then(
    () => assert.fail('it was opened'),
    (error) => error,
  );
  assert.ok(error instanceof SourceError, String(error));
  return error.message;
}

function lost(firstSeq: number, lastSeq: number): TraceEvent {
  const traceLost = { reason: 'slow', dropped: lastSeq - firstSeq + 1, firstSeq, lastSeq };
  return { seq: firstSeq, time: 1, offsetMs: 0, conn: '', kind: 'traceLost', traceLost };
}

suite('a file of events', () => {
  const events = plain(conversation().call(1).call(3, 20).end({ how: 'FIN', endedBy: 'CLIENT' }).events);

  test('is read as it was written', async () => {
    const all = [...events, ...stamp(sampleBodies(), 'c2', events.length + 1)];
    const source = await open(all);
    assert.deepEqual(await source.read(1, all.length), all);
    assert.deepEqual(await source.index(''), { firstSeq: 1, lastSeq: all.length, seqs: undefined, isCut: false });
    assert.equal(source.kind, 'file');
    assert.equal(source.name, 'trace.ndjson');
    assert.equal(source.server, undefined);
    assert.equal(source.eventCount, all.length);
    assert.equal(source.skippedLines, 0);
  });

  test('may end without a line feed, and have blank lines and those of another system', async () => {
    const source = await open(
      [`\ufeff${formatJson(numbered(1, 1)[0] as TraceEvent)}`, '', '\r', ...numbered(2, 3)],
      '',
    );
    assert.equal(ranges(await source.read(1, 9)), '1-3');
    assert.equal(source.skippedLines, 0);
  });

  test('has lines that are no event: they are counted', async () => {
    const source = await open(['started', ...numbered(1, 2), '{"level":30}', '{"seq":3', ...numbered(3, 3)]);
    assert.equal(ranges(await source.read(1, 9)), '1-3');
    assert.equal(source.skippedLines, 3);
  });

  test('has any part of a trace', async () => {
    const source = await open([...numbered(5, 7), ...numbered(10, 12)]);
    assert.deepEqual(await source.index(''), { firstSeq: 5, lastSeq: 12, seqs: [5, 6, 7, 10, 11, 12], isCut: false });
    assert.equal(ranges(await source.read(6, 10)), '6-7 10');
    assert.equal(ranges(await source.read(8, 9)), '');
    assert.equal(ranges(await source.read(1, 4)), '');
    assert.equal(ranges(await source.read(12, 1_000)), '12');
    assert.equal(ranges(await source.read(7, 6)), '');
  });

  test('may be out of order, and have events twice', async () => {
    const inOrder = numbered(1, 9);
    const source = await open([...inOrder.slice(4), ...inOrder.slice(0, 6), ...inOrder.slice(8)]);
    assert.deepEqual(await source.read(1, 9), inOrder);
    assert.equal(await seqs(source), undefined);
    assert.equal(source.repeatedLines, 3);
  });

  test('has the event in place of what says that it was lost, where it has both', async () => {
    const source = await open([...numbered(1, 3), lost(4, 6), ...numbered(7, 8), ...numbered(4, 4)]);
    assert.equal(ranges(await source.read(1, 9)), '1-4 7-8');
    assert.equal(ranges(await (await open([...numbered(1, 3), lost(4, 6)])).read(1, 9)), '1-3 lost 4-6 (3)');
  });

  test('of several runs of a server has the last one', async () => {
    const later = numbered(1, 3).map((event) => ({ ...event, time: event.time + 60_000_000 }));
    const source = await open(['ready', ...numbered(1, 5), 'ready', ...later]);
    assert.deepEqual(await source.read(1, 9), later);
    assert.equal(source.earlierLines, 7);
    assert.equal(source.skippedLines, 0);
  });

  test('gives what is of a stream, and of a connection', async () => {
    const other = plain(conversation({ conn: 'c2' }).call(1).events).map((event, n) => ({ ...event, seq: 1_000 + n }));
    const source = await open([...events, ...other]);
    const ofThree = await source.ofStream('c1', 3, 100);
    assert.ok(ofThree.length > 5);
    assert.deepEqual(
      ofThree,
      (await source.matching('conn:c1 stream:3', 100)).filter(({ kind }) => kind !== 'finding'),
    );
    assert.deepEqual(await source.ofStream('c2', undefined, 1_000), other);
    assert.deepEqual(await source.ofStream('c2', undefined, 2), other.slice(-2));
    assert.deepEqual(await source.ofStream('c3', undefined, 2), []);
  });
});

suite('a filter on a file', () => {
  test('is that of the server', async () => {
    const all = stamp(sampleBodies());
    const source = await open(all);
    const pings = all.filter((event) => event.kind === 'frame' && event.frame.type === 'GOAWAY');
    assert.deepEqual(await source.matching('type:GOAWAY', 100), pings);
    assert.deepEqual(await source.index('type:GOAWAY'), {
      firstSeq: 1,
      lastSeq: all.length,
      seqs: pings.map(({ seq }) => seq),
      isCut: false,
    });
    assert.deepEqual(await seqs(source, 'frame.type == "NEVER"'), []);
  });

  test('gives the newest that match', async () => {
    const source = await open(numbered(1, 100));
    assert.equal(ranges(await source.matching('', 5)), '96-100');
    assert.equal(ranges(await source.matching('seq < 50', 3)), '47-49');
    assert.equal(ranges(await source.matching('seq < 3', 30)), '1-2');
  });

  test('is refused as by the server', async () => {
    const source = await open(numbered(1, 2));
    await assert.rejects(source.index('framee.type'), FilterRefused);
    await assert.rejects(source.matching('framee.type', 5), FilterRefused);
  });
});

suite('work on a file', () => {
  /** A clock on which each look takes a millisecond. */
  function slowClock(onTurn = () => {}) {
    let now = 0;
    let turns = 0;
    return {
      turns: () => turns,
      now: () => now++,
      async turn() {
        turns++;
        onTurn();
      },
    };
  }

  const text = new Blob([numbered(1, 200).map(formatJson).join('\n')]);

  test('lets the page have its turn', async () => {
    const clock = slowClock();
    const bytes: number[] = [];
    const source = await openNdjson('x', text, { clock, onProgress: (read) => bytes.push(read) });
    assert.ok(clock.turns() >= 15, `${clock.turns()} turns`);
    assert.ok((bytes.at(-1) ?? 0) <= text.size + 1, `${bytes.at(-1)} of ${text.size}`);
    assert.equal(bytes.length, clock.turns());
    const before = clock.turns();
    assert.equal((await seqs(source, 'seq > 100'))?.length, 100);
    assert.ok(clock.turns() >= before + 15, `${clock.turns() - before} turns`);
    const asked = clock.turns();
    assert.equal((await source.matching('seq > 100', 5)).length, 5);
    assert.equal(clock.turns(), asked, 'what was asked last is known');
  });

  test('ends where nobody wants it any more', async () => {
    const abort = new AbortController();
    const source = await openNdjson('x', text, { clock: slowClock() });
    const aborting = await openNdjson('x', text, { clock: slowClock() });
    const { signal } = abort;
    assert.equal((await seqs(source, 'seq > 100'))?.length, 100);
    abort.abort();
    await assert.rejects(aborting.index('seq > 100', signal), { name: 'AbortError' });
    await assert.rejects(aborting.read(1, 200, signal), { name: 'AbortError' });
    await assert.rejects(openNdjson('x', text, { clock: slowClock(), signal }), { name: 'AbortError' });
  });
});

suite('a file that is refused', () => {
  const begins: readonly (readonly [RegExp, readonly number[]])[] = [
    [/^this is a pcapng file: .*format=ndjson/, [0x0a, 0x0d, 0x0d, 0x0a, 0x1c, 0, 0, 0]],
    [/^this is a pcap file/, [0xd4, 0xc3, 0xb2, 0xa1]],
    [/^this is a gzip file: it has to be unpacked first/, [0x1f, 0x8b, 8]],
    [/^this is a qlog file/, [0x1e, 0x7b]],
    [/^this is a binary file/, [0x61, 0x0a, 0x00, 0x62]],
  ];
  for (const [words, bytes] of begins) {
    test(`says what it is: ${words.source}`, async () => {
      assert.match(await refusal(openNdjson('x', new Blob([Uint8Array.from(bytes)]))), words);
    });
  }

  test('has no event', async () => {
    assert.match(await refusal(open(['one', 'two', '{}'])), /^none of its 3 lines is an event: the page opens/);
    assert.match(await refusal(open([], '')), /^it is empty: the page opens/);
  });

  test('is not read to its end, where nothing in it is an event', async () => {
    let chunks = 0;
    const stream = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          chunks++;
          controller.enqueue(new TextEncoder().encode('text\n'.repeat(10_000)));
        },
      });
    assert.match(await refusal(openNdjson('x', { size: 1, stream })), /^none of its 100,000 lines/);
    assert.ok(chunks < 20);
  });

  test('has a line without an end', async () => {
    const stream = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024).fill(0x78)),
      });
    assert.match(await refusal(openNdjson('x', { size: 1, stream })), /^none of its 1 lines is an event/);
  });

  test('is larger than the page holds', async () => {
    const stream = () => assert.fail('it is not read');
    assert.match(
      await refusal(openNdjson('x', { size: MAX_FILE_BYTES + 1, stream })),
      /^the file has 513 MiB, and the page holds up to 512 MiB: open a part of it, for example/,
    );
  });

  test('cannot be read', async () => {
    const stream = () =>
      new ReadableStream<Uint8Array>({
        pull() {
          throw new Error('it was moved');
        },
      });
    assert.equal(await refusal(openNdjson('x', { size: 1, stream })), 'the file could not be read: it was moved');
  });
});
