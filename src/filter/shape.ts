/** What the properties of an event are in CEL. */

import type { JsonValue } from '../trace/event.ts';

/**
 * `int` and `double`: numbers, or bigints. `flag`: a bool that is false where it is absent. `base64`: bytes, which are text in
 * JSON and so in filters. `timestamp`: microseconds since the Unix epoch. `json`: whatever it is.
 */
export type ScalarShape = 'int' | 'double' | 'string' | 'bool' | 'flag' | 'base64' | 'timestamp' | 'json';

export interface ListShape {
  readonly list: Shape;
}

export interface ObjectShape {
  readonly object: { readonly [name: string]: Shape };
}

export type Shape = ScalarShape | ListShape | ObjectShape;

/**
 * The shape that a type of event.ts has, so that the compiler finds what is missing, renamed or of another type. Numbers are whole,
 * but for milliseconds, and times (`firstTime`).
 */
export type ShapeOf<T, Name = ''> = [JsonValue] extends [T]
  ? 'json'
  : [T] extends [Uint8Array]
    ? 'base64'
    : [T] extends [string]
      ? 'string'
      : [T] extends [number | bigint]
        ? Name extends `${string}Ms`
          ? 'double'
          : Name extends `${string}Time`
            ? 'timestamp'
            : 'int'
        : [T] extends [boolean]
          ? 'bool' | 'flag'
          : [T] extends [readonly (infer Item)[]]
            ? { readonly list: ShapeOf<Item> }
            : { readonly object: { readonly [K in keyof T]-?: ShapeOf<Exclude<T[K], undefined>, K> } };

/** The shape of a property; undefined where the shape says that there is none. */
export function shapeOfProperty(shape: Shape, name: string): Shape | undefined {
  if (shape === 'json') return 'json';
  if (typeof shape === 'string' || 'list' in shape || !Object.hasOwn(shape.object, name)) return undefined;
  return shape.object[name];
}
