/** Header fields as a table: of HTTP/2 with how HPACK carried them, of HTTP/1.1 in wire order and case. */

import { printable, printableBytes } from '../../formats/escape.ts';
import type { HeaderField, Headers, Http1Field } from '../../trace/event.ts';
import { whole } from './amounts.ts';
import { defined, type FieldRow, type FieldTable } from './detail-node.ts';
import { headerTerm } from './detail-term.ts';
import { explained } from './detail-value.ts';
import { REPRESENTATIONS } from './meanings.ts';

/** The static table, RFC 7541 Appendix A. */
const STATIC_TABLE_SIZE = 61;

/** Rows that are drawn. Header lists have tens of fields; one of 64 KiB of empty ones would have thousands. */
const MAX_ROWS = 200;

/** Those whose values never enter the trace, whatever the redaction list says: docs/security.md. */
const CREDENTIALS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
]);

export function headerTable({ fields, incomplete }: Headers): FieldTable {
  const rows = fields.slice(0, MAX_ROWS).map(headerRow);
  const why = incomplete === undefined ? undefined : `incomplete: ${printable(incomplete)}`;
  return defined({ title: 'header fields', rows, cut: cutText(fields.length) ?? why });
}

/** @param list the property of `http1` that has them */
export function http1Table(title: string, list: 'fields' | 'trailers', fields: readonly Http1Field[]): FieldTable {
  const rows = fields.slice(0, MAX_ROWS).map((field) => ({
    ...commonRow(field),
    term: headerTerm('http1', list, field.name, field.redacted ? undefined : field.value),
  }));
  return defined({ title, rows, cut: cutText(fields.length) });
}

function cutText(fields: number): string | undefined {
  return fields <= MAX_ROWS ? undefined : `${whole(fields - MAX_ROWS)} more fields: the JSON has them`;
}

function headerRow(field: HeaderField): FieldRow {
  const { name, value, redacted, representation } = field;
  const [words = String(representation), spec] = REPRESENTATIONS[representation] ?? [];
  return defined({
    ...commonRow(field),
    representation: words,
    representationSpec: spec,
    index: indexText(field),
    term: headerTerm('frame', 'headers.fields', name, redacted === true ? undefined : value),
  });
}

/** "3, static table", "name 63, dynamic table", "new name" */
function indexText({ representation, index }: HeaderField): string {
  const isWhole = representation === 'INDEXED';
  if (!(index > 0)) return isWhole ? '' : 'new name';
  const table = index <= STATIC_TABLE_SIZE ? 'static' : 'dynamic';
  return `${isWhole ? '' : 'name '}${index} ${table}`;
}

type CommonRow = Pick<FieldRow, 'name' | 'value' | 'redacted' | 'meaning' | 'spec' | 'tone'>;

function commonRow(field: Pick<HeaderField, 'name' | 'value' | 'redacted'> & Partial<HeaderField>): CommonRow {
  const { name, value } = field;
  if (field.redacted === true) {
    const { meaning, spec } = explained(name, undefined);
    return defined({ name: printableBytes(name), value: 'redacted', redacted: whyRedacted(field), meaning, spec });
  }
  return defined({ name: printableBytes(name), value: printableBytes(value), ...explained(name, value) });
}

function whyRedacted({ name, representation }: Pick<HeaderField, 'name'> & Partial<HeaderField>): string {
  if (CREDENTIALS.has(name.trim().toLowerCase())) return 'credentials are never recorded';
  if (representation === 'NEVER_INDEXED') return 'its sender marked it as sensitive: never indexed, RFC 7541 §7.1.3';
  return 'its name is on the redaction list of this server';
}
