import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFormat } from '../../src/formats/by-name.ts';
import { EXPORT_NAMES, type Export, type ExportName, exportOf, isExportName } from '../../src/formats/export.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { connectionClosed, connectionOpened, field, frame, headers, sampleBodies, stamp } from '../support/events.ts';

const WRITER = { name: 'sre-test-server', version: '1.2.3' };

const samples = stamp(sampleBodies());

function rendered(name: ExportName, events: Iterable<TraceEvent> = samples): string {
  return texts(exportOf(name), events).join('');
}

function texts(each: Export, events: Iterable<TraceEvent>): string[] {
  const parts = [...each.render(events, WRITER)];
  return parts.map((part) => (typeof part === 'string' ? part : Buffer.from(part).toString('latin1')));
}

test('every name has a media type and the extension of a file', () => {
  const rows = EXPORT_NAMES.map((name) => {
    assert.ok(isExportName(name));
    const { contentType, extension } = exportOf(name);
    return `${name}: ${contentType}, .${extension}`;
  });
  assert.deepEqual(rows, [
    'ndjson: application/x-ndjson, .ndjson',
    'go: text/plain; charset=utf-8, .log',
    'nghttp: text/plain; charset=utf-8, .log',
    'qlog: application/qlog+json-seq, .sqlog',
    'pcapng: application/x-pcapng, .pcapng',
    'pretty: text/plain; charset=utf-8, .txt',
  ]);
});

test('names of object properties are not names of exports', () => {
  for (const name of ['', 'NDJSON', 'json', 'toString', '__proto__', 'constructor']) assert.ok(!isExportName(name));
});

test('a file has the lines of its format, each with its line feed', () => {
  for (const [name, formatName] of [
    ['ndjson', 'json'],
    ['go', 'go'],
    ['nghttp', 'nghttp'],
    ['pretty', 'pretty'],
  ] as const) {
    const format = createFormat(formatName, { colour: false, time: 'CLOCK' });
    const expected = samples.flatMap((event) => format(event)).map((line) => `${line}\n`);
    assert.equal(rendered(name), expected.join(''), name);
  }
});

test('a file of no events is empty, but for the header of qlog', () => {
  for (const name of ['ndjson', 'go', 'nghttp', 'pretty'] as const) {
    assert.deepEqual([...exportOf(name).render([], WRITER)], []);
  }
  const [header, ...rest] = texts(exportOf('qlog'), []);
  assert.match(header?.slice(1) ?? '', /^\{"file_schema":.*"title":"sre-test-server 1\.2\.3".*\}\n$/);
  assert.deepEqual(rest, []);
});

test('each export begins anew: what one has learned of connections, another does not know', () => {
  const ping = frame('CLIENT', 'PING', 0, { length: 8, ping: { opaque: '0102030405060708', ack: false } });
  const [opened, sent] = stamp([connectionOpened({ role: 'CLIENT' }), ping]);
  assert.ok(opened !== undefined && sent !== undefined);
  assert.match(rendered('nghttp', [opened, sent]), / send PING frame /);
  assert.match(rendered('nghttp', [sent]), / recv PING frame /);
});

test('lines come together in parts of 64 KiB, and a long line is not cut', () => {
  const events = stamp(Array.from({ length: 2000 }, () => connectionClosed()));
  const parts = texts(exportOf('ndjson'), events);
  const lineLength = rendered('ndjson', events.slice(-1)).length;
  assert.ok(parts.length > 1);
  for (const part of parts.slice(0, -1)) {
    assert.ok(part.length >= 65_536 && part.length < 65_536 + lineLength, `${part.length} characters`);
    assert.ok(part.endsWith('}\n'));
  }
  const long = frame('CLIENT', 'HEADERS', 1, { headers: headers('REQUEST', [field('x', 'y'.repeat(100_000))]) });
  assert.equal(texts(exportOf('ndjson'), stamp([long])).length, 1);
});

test('events are taken as parts are: the whole is never held', () => {
  let taken = 0;
  function* endless(): Generator<TraceEvent> {
    for (;;) {
      for (const event of samples) {
        taken++;
        yield event;
      }
    }
  }
  for (const name of EXPORT_NAMES) {
    assert.ok(isExportName(name));
    taken = 0;
    const parts = exportOf(name).render(endless(), WRITER)[Symbol.iterator]();
    assert.equal(taken, 0, name);
    assert.ok(parts.next().done === false);
    const once = taken;
    assert.ok(parts.next().done === false);
    assert.ok(taken > once, name);
    parts.return?.();
  }
});

/** Of a packet capture its own tests say so: there it is encoded by HPACK. */
test('each file of text says where a value was redacted', () => {
  const secret = {
    name: 'authorization',
    value: '',
    redacted: true,
    representation: 'NEVER_INDEXED',
    index: 0,
  } as const;
  const events = stamp([frame('CLIENT', 'HEADERS', 1, { headers: headers('REQUEST', [secret]) })]);
  for (const name of EXPORT_NAMES.filter((each) => each !== 'pcapng')) {
    assert.ok(isExportName(name));
    assert.match(rendered(name, events), /redacted/, name);
  }
});
