import { type CelInput, celError } from '@bufbuild/cel';
import type { TraceEvent } from '../trace/event.ts';
import { celValue, propertyOf } from './cel-value.ts';
import { VARIABLES } from './event-shape.ts';
import type { Path } from './paths.ts';
import { type Shape, shapeOfProperty } from './shape.ts';

/** What one filter sees of one event after the other. */
export interface Bindings {
  readonly variables: { readonly [name: string]: CelInput };
  /** All that is read of `variables` from here on is of this event. */
  show(event: TraceEvent): void;
}

/**
 * Absent is an error to CEL, which is no match. One for all: making an error with its stack takes longer than a filter. An
 * activation hands an error on as it is, which the types of @bufbuild/cel do not say.
 */
const ABSENT = celError('absent') as unknown as CelInput;

/**
 * A variable for each path, by its dotted name: `frame.rstStream.error` is looked up under that name before `frame` is, as the
 * specification has it for names in namespaces. So only the leaf is converted, and no map is made on the way.
 */
export function bindingsOf(paths: readonly Path[]): Bindings {
  let current: TraceEvent | undefined;
  const variables: { readonly [name: string]: CelInput } = Object.create(null);
  for (const path of paths) {
    const read = reader(path);
    Object.defineProperty(variables, path.join('.'), {
      get: () => (current === undefined ? ABSENT : (read(current) ?? ABSENT)),
    });
  }
  return {
    variables,
    show(event) {
      current = event;
    },
  };
}

/** Its properties are the variables. */
const EVENT: Shape = { object: VARIABLES };

interface Step {
  readonly name: string;
  /** Of that which has the property. */
  readonly within: Shape;
}

function reader(path: Path): (event: TraceEvent) => CelInput | undefined {
  let shape: Shape | undefined = EVENT;
  const steps: Step[] = [];
  for (const name of path) {
    if (shape === undefined) break;
    steps.push({ name, within: shape });
    shape = shapeOfProperty(shape, name);
  }
  const leaf = shape;
  if (leaf === undefined) return () => undefined;
  return (event) => {
    let value: unknown = event;
    for (const { name, within } of steps) value = propertyOf(value, name, within);
    return celValue(value, leaf);
  };
}
