import type { HeaderField, Headers } from '../../../trace/event.ts';

/** @returns the value of the first field of this name */
export function fieldValue({ fields }: Pick<Headers, 'fields'>, name: string): string | undefined {
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as HeaderField;
    if (field.name === name) return field.value;
  }
  return undefined;
}
