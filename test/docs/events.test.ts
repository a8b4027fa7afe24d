import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { bodyFields, envelopeFields, KINDS, problemsOf, type SchemaField } from './event-schema.ts';
import { codeOf, fences, readDocument, section, tableRows } from './markdown.ts';

const DOCS = readDocument('docs/events.md');

/** A row may tell several fields that are alike. */
function fieldsIn(text: string): readonly SchemaField[] {
  return tableRows(text).flatMap(([names = '', type = '']) => {
    const paths = names.split(', ').map(codeOf);
    if (names === 'field') return [];
    const values = type.split(/, | or /).map(codeOf);
    return paths.map((path) => {
      assert.ok(path !== undefined, `'${names}' is no list of fields`);
      return values.every((value) => value !== undefined) ? { path, values } : { path };
    });
  });
}

/** One that is told beside others, whose values are not alone in the cell, is compared by its name. */
function assertTold(text: string, expected: readonly SchemaField[]): void {
  const told = fieldsIn(text);
  assert.deepEqual(told.map(({ path }) => path).sort(), expected.map(({ path }) => path).sort());
  for (const { path, values } of expected) {
    const said = told.find((field) => field.path === path)?.values;
    if (values === undefined || said !== undefined) assert.deepEqual(said, values, path);
    else assert.match(text, new RegExp(values.map((value) => `\`${value}\``).join(' or ')), path);
  }
}

function eventsIn(text: string): readonly unknown[] {
  return fences(text, 'json').map((line): unknown => JSON.parse(line));
}

suite('docs/events.md is as protos/sre/trace/v1/trace.proto says', () => {
  test('the envelope', () => assertTold(section(DOCS, 'The envelope'), envelopeFields()));

  for (const kind of KINDS) {
    test(`${kind}: its fields and the values of closed sets, no more and no less`, () => {
      assertTold(section(DOCS, kind), bodyFields(kind));
    });

    test(`${kind}: there is an example, and each fits the schema`, () => {
      const examples = eventsIn(section(DOCS, kind));
      assert.ok(examples.length > 0);
      for (const example of examples) {
        assert.deepEqual(problemsOf(example), []);
        assert.deepEqual(Object.keys(example ?? {}), ['seq', 'time', 'offsetMs', 'conn', kind]);
      }
    });
  }

  test('no section is about a kind that does not exist', () => {
    const headings = [...DOCS.matchAll(/^## ([a-z]\w*)$/gm)].map(([, kind]) => kind);
    assert.deepEqual(headings.sort(), [...KINDS].sort());
  });

  test('the check finds a name, a type and a value that are not in the schema', () => {
    const frame = { from: 'PEER', streamID: 1, streamId: -1, flags: 'ACK', settings: [{ code: '4' }] };
    assert.deepEqual(problemsOf({ seq: 1, time: 'now', frame }), [
      'event.time is no google.protobuf.Timestamp: "now"',
      "event.frame.from is 'PEER', none of CLIENT,SERVER",
      'event.frame.streamID is not in the schema',
      'event.frame.streamId is no uint32: -1',
      'event.frame.flags is no list',
      'event.frame.settings.code is no uint32: "4"',
    ]);
  });
});
