import { createFindingsFormat } from './findings.ts';
import type { Format } from './format.ts';
import { createGoFormat } from './go.ts';
import { formatJson } from './json.ts';
import { createNghttpFormat } from './nghttp.ts';
import { createPrettyFormat, type PrettyOptions } from './pretty.ts';

/** What a user may ask for by name; those for people have options. */
const FORMATS = {
  pretty: (options: PrettyOptions): Format => createPrettyFormat(options),
  findings: (options: PrettyOptions): Format => createFindingsFormat(options),
  go: (): Format => createGoFormat(),
  nghttp: (): Format => createNghttpFormat(),
  json: (): Format => (event) => [formatJson(event)],
};

export type FormatName = keyof typeof FORMATS;

export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(FORMATS, name);
}

/** In the order in which help texts name them. */
export const FORMAT_NAMES: readonly string[] = Object.keys(FORMATS);

/** A new format for one reader. */
export function createFormat(name: FormatName, options: PrettyOptions): Format {
  return FORMATS[name](options);
}
