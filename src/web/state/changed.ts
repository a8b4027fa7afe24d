/** The next value beside the one before: views compare by `===`, so what has not changed stays the same object. */

/** @returns `before`, where all `parts` are what it has already */
export function changed<T extends object>(before: T, parts: Partial<T>): T {
  const keys = Object.keys(parts) as (keyof T)[];
  return keys.every((key) => Object.is(before[key], parts[key])) ? before : { ...before, ...parts };
}

/** For small values that come anew each time, plain enough to be told by their JSON. @returns `before`, where `next` says the same */
export function kept<T>(before: T, next: T): T {
  return JSON.stringify(before) === JSON.stringify(next) ? before : next;
}
