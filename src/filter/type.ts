/** What is known of the value of an expression before it is evaluated. */

import { CelScalar, type CelType } from '@bufbuild/cel';
import type { ObjectShape, Shape } from './shape.ts';

/** `dyn`: anything. */
export type Type =
  | 'bool'
  | 'bytes'
  | 'double'
  | 'duration'
  | 'dyn'
  | 'int'
  | 'map'
  | 'null_type'
  | 'string'
  | 'timestamp'
  | 'type'
  | 'uint'
  | { readonly items: Type }
  | ObjectShape;

export const NUMBERS: readonly Type[] = ['int', 'uint', 'double'];

/** Names of types are values, as in `type(x) == int`. */
export const TYPE_NAMES = ['bool', 'bytes', 'double', 'int', 'list', 'map', 'null_type', 'string', 'type', 'uint'];

const TYPE_OF_SHAPE = {
  int: 'int',
  double: 'double',
  string: 'string',
  bool: 'bool',
  flag: 'bool',
  base64: 'string',
  timestamp: 'timestamp',
  json: 'dyn',
} as const;

const CEL_NAMES: { readonly [name: string]: Type } = {
  bool: 'bool',
  bytes: 'bytes',
  double: 'double',
  int: 'int',
  map: 'map',
  null_type: 'null_type',
  string: 'string',
  type: 'type',
  uint: 'uint',
  'google.protobuf.Timestamp': 'timestamp',
  'google.protobuf.Duration': 'duration',
};

export function typeOfShape(shape: Shape): Type {
  if (typeof shape === 'string') return TYPE_OF_SHAPE[shape];
  return 'list' in shape ? { items: typeOfShape(shape.list) } : shape;
}

/** Of a result of a function of the library. */
export function typeOfCel(type: CelType): Type {
  return type.kind === 'list' ? { items: typeOfCel(type.element) } : (CEL_NAMES[type.name] ?? 'dyn');
}

/** In words, for messages. */
export function typeName(type: Type): string {
  if (typeof type === 'string') return type;
  return 'items' in type ? 'list' : 'object';
}

/** Whether a value of the type can be an argument. */
export function accepts(parameter: CelType, type: Type): boolean {
  if (parameter === CelScalar.DYN || type === 'dyn') return true;
  const expected = typeOfCel(parameter);
  return expected === type || sameClass(expected, type);
}

/** Whether values of the two types can ever be equal. */
export function comparable(one: Type, other: Type): boolean {
  if (one === 'dyn' || other === 'dyn' || one === other) return true;
  return (NUMBERS.includes(one) && NUMBERS.includes(other)) || sameClass(one, other);
}

function sameClass(one: Type, other: Type): boolean {
  return classOf(one) === classOf(other);
}

function classOf(type: Type): string {
  if (typeof type === 'string') return type;
  return 'items' in type ? 'list' : 'map';
}
