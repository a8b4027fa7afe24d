/** The format of who wants to be left alone while all is well: findings as the pretty format has them, and what is missing of the trace. */

import type { Format } from './format.ts';
import { createPrettyFormat, type PrettyOptions } from './pretty.ts';

export function createFindingsFormat(options: PrettyOptions): Format {
  const pretty = createPrettyFormat(options);
  return (event) => (event.kind === 'finding' || event.kind === 'traceLost' ? pretty(event) : []);
}
