/** Compares TypeScript interfaces with the messages of a .proto file that they mirror. */

import protobuf from 'protobufjs';
import { type Declarations, literalsOf, type Property } from './declarations.ts';

/** proto3 JSON has no smaller numbers; the width is the proto's own business. */
const NUMBERS = ['uint32', 'uint64', 'int64', 'double'];

const SCALARS: Readonly<Record<string, readonly string[]>> = {
  string: ['string'],
  number: NUMBERS,
  bigint: ['uint64'],
  boolean: ['bool'],
  Uint8Array: ['bytes'],
  JsonValue: ['google.protobuf.Value'],
};

/** Two interfaces are one message: the bodies are its `oneof`. */
const EVENT = { message: 'TraceEvent', header: 'EventHeader', bodies: 'EventBodies' };

/** Absent means the default of proto3 there, which an absent field has anyway. */
const ABSENT_MEANS_DEFAULT = ['HeaderField.redacted'];

/** Microseconds in TypeScript: a google.protobuf.Timestamp, which is text in JSON. */
const TIMESTAMPS = ['TraceEvent.time', 'ConnectionSummary.openedAt', 'Finding.firstTime', 'Finding.lastTime'];

/** @param proto the text of a .proto file. @returns what differs, a line each; none where they are equal */
export function schemaDrift(declarations: Declarations, proto: string): string[] {
  const messages = messagesOf(proto);
  const expected = new Map(declarations.interfaces);
  const [header, bodies = []] = [expected.get(EVENT.header), expected.get(EVENT.bodies)];
  expected.delete(EVENT.header);
  expected.delete(EVENT.bodies);
  if (header !== undefined) expected.set(EVENT.message, [...header, ...bodies]);
  const inBody = new Set(bodies.map(({ name }) => `${EVENT.message}.${name}`));
  return [
    ...missing('message', [...expected.keys()], [...messages.keys()]),
    ...[...expected].flatMap(([name, properties]) =>
      messageDrift(name, properties, messages.get(name) ?? [], declarations, inBody),
    ),
  ];
}

function messagesOf(proto: string): Map<string, protobuf.Field[]> {
  const { root, package: packageName } = protobuf.parse(proto, { keepCase: true, alternateCommentMode: true });
  const nested = root.lookup(packageName ?? '');
  if (!(nested instanceof protobuf.Namespace)) throw new Error('the file has no package');
  const types = nested.nestedArray.filter((each) => each instanceof protobuf.Type);
  return new Map(types.map((type) => [type.name, type.fieldsArray]));
}

function messageDrift(
  message: string,
  properties: readonly Property[],
  fields: readonly protobuf.Field[],
  declarations: Declarations,
  inBody: ReadonlySet<string>,
): string[] {
  const byName = new Map(fields.map((field) => [camelCase(field.name), field]));
  const path = (name: string) => `${message}.${name}`;
  return [
    ...missing(
      'field',
      properties.map(({ name }) => path(name)),
      [...byName.keys()].map(path),
    ),
    ...properties.flatMap((property) => {
      const field = byName.get(property.name);
      if (field === undefined) return [];
      return fieldDrift(path(property.name), property, field, declarations, inBody.has(path(property.name)));
    }),
  ];
}

function fieldDrift(
  path: string,
  property: Property,
  field: protobuf.Field,
  declarations: Declarations,
  inBody: boolean,
): string[] {
  const drift: string[] = [];
  const type = `${field.repeated ? 'repeated ' : ''}${field.type}`;
  const types = TIMESTAMPS.includes(path) ? ['google.protobuf.Timestamp'] : protoTypes(property.type, declarations);
  if (!types.includes(type)) drift.push(`${path} is ${property.type} and ${type}`);
  const hasOptional = field.options?.proto3_optional === true;
  if (saysPresence(field) && hasOptional !== property.optional && !ABSENT_MEANS_DEFAULT.includes(path)) {
    drift.push(`${path} is ${property.optional ? 'optional' : 'required'} only in TypeScript`);
  }
  if (!hasOptional && (field.partOf?.name === 'body') !== inBody) drift.push(`${path} is a body in one of them only`);
  return [...drift, ...valueDrift(path, valuesOf(property.type, declarations), field.comment ?? '')];
}

/** Comments of the proto name the values of closed sets: "One of A, B." */
function valueDrift(path: string, values: readonly string[] | undefined, comment: string): string[] {
  const named = /One of ([^\n]*)\./.exec(comment)?.[1];
  if (named === undefined || values?.join(', ') === named) return [];
  return [`${path} is one of ${values?.join(', ')} and of ${named}`];
}

function valuesOf(type: string, { unions }: Declarations): readonly string[] | undefined {
  return unions.get(type) ?? (type.includes("'") ? literalsOf(type) : undefined);
}

/** The types that a property of this type may have in the proto. */
function protoTypes(type: string, declarations: Declarations): readonly string[] {
  const item = /^readonly (\w+)\[\]$/.exec(type)?.[1];
  if (item !== undefined) return protoTypes(item, declarations).map((each) => `repeated ${each}`);
  if (valuesOf(type, declarations) !== undefined) return ['string'];
  return SCALARS[type] ?? [type];
}

/** proto3 tells absent from default only for scalars that are `optional`; messages are always optional. */
function saysPresence(field: protobuf.Field): boolean {
  return !field.repeated && field.type in protobuf.types.basic;
}

function missing(what: string, typescript: readonly string[], proto: readonly string[]): string[] {
  return [
    ...typescript.filter((name) => !proto.includes(name)).map((name) => `${what} ${name} is only in TypeScript`),
    ...proto.filter((name) => !typescript.includes(name)).map((name) => `${what} ${name} is only in the proto`),
  ];
}

function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
