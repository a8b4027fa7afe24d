/** Header and trailer fields that a request asks the answer to have. */

import { validateHeaderName, validateHeaderValue } from 'node:http';
import { ID_FIELDS } from '../../../reply-id-fields.ts';
import { FRAMING_FIELDS } from '../../framing-fields.ts';
import { httpError } from '../http-error.ts';
import type { QueryParameter } from '../target.ts';

/** @throws Error that fastify answers with 400, where one cannot be sent. Names come back in lower case, as HTTP/2 wants them */
export function sendableFields(query: readonly QueryParameter[]): readonly QueryParameter[] {
  return query.map(({ name, value }) => {
    if (FRAMING_FIELDS.has(name.toLowerCase())) {
      throw httpError(400, `parameter ${name}: it came as the name of a field: expected none that frames a message`);
    }
    if (ID_FIELDS.has(name.toLowerCase())) {
      throw httpError(400, `parameter ${name}: it came as the name of a field: expected none that every reply has`);
    }
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch {
      const came = JSON.stringify(`${name}: ${value}`).slice(0, 100);
      throw httpError(
        400,
        `parameter ${JSON.stringify(name)}: ${came} came: expected a field name and value of RFC 9110 §5`,
      );
    }
    return { name: name.toLowerCase(), value };
  });
}

/** @returns by name, all its values */
export function groupByName(fields: readonly QueryParameter[]): ReadonlyMap<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { name, value } of fields) groups.set(name, [...(groups.get(name) ?? []), value]);
  return groups;
}
