/** Header lists as the HPACK decoder gives them. */

import { HeaderList } from '../../src/trace/header-list.ts';
import type { HeaderField, Representation } from '../../src/wire/hpack/header-field.ts';
import type { Fields } from './script.ts';

export function literals(fields: Fields, representation: Representation = 'LITERAL'): HeaderField[] {
  return Object.entries(fields).map(([name, value]) => ({ name, value, representation, index: 0 }));
}

/** With nothing to hide. */
export function listOf(fields: Fields): HeaderList {
  const sent = literals(fields);
  return new HeaderList(sent, sent);
}
