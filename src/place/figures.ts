/** Text of /proc and /sys as numbers. What cannot be read is undefined, and never 0: nobody is to take it for a figure. */

/** What a limit is: a number, or `max`, the kernel's word for none. */
export type Limit = number | 'max';

/** Figures as they were found: every name is to be given, so that none is forgotten, and what is undefined was not there. */
export type Found<T> = { readonly [K in keyof T]-?: T[K] | undefined };

/** @returns what was there, without the names of what was not; undefined where nothing was */
export function present<T extends object>(found: Found<T>): T | undefined {
  const entries = Object.entries(found).filter(([, value]) => value !== undefined);
  // All properties of figures are optional, which the type of a generic function cannot say.
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as T);
}

/** As many digits as the largest unsigned number of 64 bits has. What a double does not hold exactly is rounded. */
const WHOLE_NUMBER = /^\d{1,20}$/;

/** A whole number that is alone in its text, but for white space around it. */
export function wholeNumber(text: string | undefined): number | undefined {
  const digits = text?.trim() ?? '';
  return WHOLE_NUMBER.test(digits) ? Number(digits) : undefined;
}

/** A whole number or `max`. */
export function limitOf(text: string | undefined): Limit | undefined {
  return text?.trim() === 'max' ? 'max' : wholeNumber(text);
}

/** Lines of `name value`, as in cpu.stat and memory.stat; other lines are left out. */
export function flatKeyed(text: string | undefined): ReadonlyMap<string, number> {
  const figures = new Map<string, number>();
  for (const line of text?.split('\n') ?? []) {
    const [name = '', value, ...rest] = line.split(' ');
    const number = rest.length === 0 ? wholeNumber(value) : undefined;
    if (number !== undefined) figures.set(name, number);
  }
  return figures;
}

/** @returns undefined where the number is */
export function divided(number: number | undefined, by: number): number | undefined {
  return number === undefined ? undefined : number / by;
}
