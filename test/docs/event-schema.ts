/** protos/sre/trace/v1/trace.proto as documents and their examples are held to it: its fields by path, and what JSON does not fit it. */

import protobuf from 'protobufjs';
import { readDocument } from './markdown.ts';

const PROTO = 'protos/sre/trace/v1/trace.proto';

/** A path is as filters write it, `frame.headers.fields.name`: of lists that of their items. */
export interface SchemaField {
  readonly path: string;
  /** The values of a closed set of names, where it is one. */
  readonly values?: readonly string[];
}

export const EVENT = typesOf().get('TraceEvent') ?? noType('TraceEvent');

/** The kinds of event, as their JSON names them. */
export const KINDS: readonly string[] = EVENT.oneofsArray.flatMap((each) => each.fieldsArray.map(nameOf));

/** Of the envelope, without the bodies. */
export function envelopeFields(): readonly SchemaField[] {
  return EVENT.fieldsArray.filter((field) => !KINDS.includes(nameOf(field))).map((field) => leaf('', field));
}

/** All that a body may have, down to what has no fields of its own. */
export function bodyFields(kind: string): readonly SchemaField[] {
  const body = EVENT.fieldsArray.find((field) => nameOf(field) === kind);
  return leavesOf(messageOf(body) ?? noType(kind), '', []);
}

function leavesOf(type: protobuf.Type, prefix: string, above: readonly protobuf.Type[]): readonly SchemaField[] {
  return type.fieldsArray.flatMap((field) => {
    const inner = messageOf(field);
    // A message within itself (ProtobufField) has the fields that were told already.
    if (inner === undefined || inner === type || above.includes(inner)) return [leaf(prefix, field)];
    return leavesOf(inner, `${prefix}${nameOf(field)}.`, [...above, type]);
  });
}

function leaf(prefix: string, field: protobuf.Field): SchemaField {
  const path = `${prefix}${nameOf(field)}`;
  const values = valuesOf(field);
  return values === undefined ? { path } : { path, values };
}

/** Comments of the proto name the values of closed sets: "One of A, B." */
function valuesOf(field: protobuf.Field): readonly string[] | undefined {
  return /One of ([^\n]*)\./.exec(field.comment ?? '')?.[1]?.split(', ');
}

/** What of a value is not as the schema says, a line each. @param path of the value */
export function problemsOf(value: unknown, type: protobuf.Type = EVENT, path = 'event'): readonly string[] {
  if (!isObject(value)) return [`${path} is no object`];
  const fields = new Map(type.fieldsArray.map((field) => [nameOf(field), field]));
  return Object.entries(value).flatMap(([key, item]) => {
    const field = fields.get(key);
    const at = `${path}.${key}`;
    if (field === undefined) return [`${at} is not in the schema`];
    if (!field.repeated) return itemProblems(item, field, at);
    return Array.isArray(item) ? item.flatMap((each) => itemProblems(each, field, at)) : [`${at} is no list`];
  });
}

function itemProblems(value: unknown, field: protobuf.Field, path: string): readonly string[] {
  const inner = messageOf(field);
  if (inner !== undefined) return problemsOf(value, inner, path);
  const fits = FITS[field.type] ?? noType(field.type);
  if (!fits(value)) return [`${path} is no ${field.type}: ${JSON.stringify(value)}`];
  const values = valuesOf(field);
  return values === undefined || values.includes(String(value)) ? [] : [`${path} is '${value}', none of ${values}`];
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isWhole = (value: unknown) => Number.isSafeInteger(value) || (isText(value) && /^-?\d+$/.test(value));

/** As proto3 JSON has them, in the way of src/formats/json.ts. */
const FITS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: isText,
  bool: (value) => typeof value === 'boolean',
  bytes: (value) => isText(value) && Buffer.from(value, 'base64').toString('base64') === value,
  double: (value) => typeof value === 'number',
  uint32: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 32,
  uint64: (value) => isWhole(value) && Number(value) >= 0,
  int64: isWhole,
  'google.protobuf.Timestamp': (value) => isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(value),
  'google.protobuf.Value': () => true,
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typesOf(): ReadonlyMap<string, protobuf.Type> {
  const options = { keepCase: true, alternateCommentMode: true };
  const { root, package: name } = protobuf.parse(readDocument(PROTO), options);
  const own = root.lookup(name ?? '');
  if (!(own instanceof protobuf.Namespace)) throw new Error(`${PROTO} has no package`);
  return new Map(own.nestedArray.flatMap((each) => (each instanceof protobuf.Type ? [[each.name, each]] : [])));
}

function messageOf(field: protobuf.Field | undefined): protobuf.Type | undefined {
  const found = field?.parent?.parent?.get(field.type);
  return found instanceof protobuf.Type ? found : undefined;
}

function nameOf({ name }: protobuf.ReflectionObject): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function noType(name: string): never {
  throw new Error(`${PROTO} has no ${name}`);
}
