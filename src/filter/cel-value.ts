import { type CelInput, celList, celMap } from '@bufbuild/cel';
import { base64 } from '../formats/base64.ts';
import { type ObjectShape, type Shape, shapeOfProperty } from './shape.ts';

/**
 * What CEL sees of a value of an event. Nothing is converted that is not asked for: an object is a view whose properties are read
 * one by one.
 *
 * @returns undefined where it is absent
 */
export function celValue(value: unknown, shape: Shape): CelInput | undefined {
  if (value === undefined) return shape === 'flag' ? false : undefined;
  if (typeof shape === 'string') return scalar(value, shape);
  if ('list' in shape) return Array.isArray(value) ? listOf(value, shape.list) : undefined;
  return isObject(value) ? celMap(new ObjectView(value, shape)) : undefined;
}

/** A property of a value; undefined where there is none. Of `json` only own properties: a peer chose their names. */
export function propertyOf(value: unknown, name: string, shape: Shape): unknown {
  if (!isObject(value) || Array.isArray(value)) return undefined;
  if (shape === 'json' && !Object.hasOwn(value, name)) return undefined;
  return value[name];
}

function scalar(value: unknown, shape: Exclude<Shape, object>): CelInput | undefined {
  switch (shape) {
    case 'int':
      return whole(value);
    case 'base64':
      return value instanceof Uint8Array ? base64(value) : undefined;
    case 'timestamp':
      return typeof value === 'number' ? timestamp(value) : undefined;
    case 'json':
      return json(value);
    case 'double':
    case 'string':
    case 'bool':
    case 'flag':
      return isScalar(value) ? value : undefined;
  }
}

/** CEL knows whole numbers from others by their type: JavaScript's are doubles to it. */
function whole(value: unknown): CelInput | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'number') return undefined;
  return Number.isInteger(value) ? BigInt(value) : value;
}

function json(value: unknown): CelInput | undefined {
  if (value === null) return null;
  if (typeof value === 'number') return whole(value);
  if (isScalar(value)) return value;
  if (Array.isArray(value)) return listOf(value, 'json');
  if (!isObject(value)) return undefined;
  return celMap(
    new ObjectView(value, { object: Object.fromEntries(Object.keys(value).map((name) => [name, 'json'])) }),
  );
}

function listOf(items: readonly unknown[], shape: Shape): CelInput {
  return celList(items.map((item) => celValue(item, shape) ?? null));
}

function timestamp(microseconds: number): CelInput {
  const seconds = Math.floor(microseconds / 1e6);
  const nanos = Math.floor(microseconds - seconds * 1e6) * 1000;
  // A message of the well-known type, as @bufbuild/protobuf has messages: objects with their name.
  return { $typeName: 'google.protobuf.Timestamp', seconds: BigInt(seconds), nanos };
}

function isScalar(value: unknown): value is string | boolean | number {
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** An object as a map of those of its properties that are there. They need not be own: messages compute theirs when read. */
class ObjectView implements ReadonlyMap<string, CelInput> {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #shape: ObjectShape;

  constructor(value: Readonly<Record<string, unknown>>, shape: ObjectShape) {
    this.#value = value;
    this.#shape = shape;
  }

  get size(): number {
    return [...this.keys()].length;
  }

  get(name: string): CelInput | undefined {
    const shape = shapeOfProperty(this.#shape, name);
    return shape === undefined ? undefined : celValue(this.#value[name], shape);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  forEach(each: (value: CelInput, name: string, map: ReadonlyMap<string, CelInput>) => void): void {
    for (const [name, value] of this) each(value, name, this);
  }

  *entries(): MapIterator<[string, CelInput]> {
    for (const name of Object.keys(this.#shape.object)) {
      const value = this.get(name);
      if (value !== undefined) yield [name, value];
    }
  }

  *keys(): MapIterator<string> {
    for (const [name] of this.entries()) yield name;
  }

  *values(): MapIterator<CelInput> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, CelInput]> {
    return this.entries();
  }
}
