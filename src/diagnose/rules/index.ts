/** The rules, family by family: the order of docs/diagnosis.md, and of the questions when something happens. */

import type { Rule } from '../rule.ts';
import { CONNECTION_RULES } from './connection/index.ts';
import { GOAWAY_RULES } from './goaway/index.ts';
import { KEEPALIVE_RULES } from './keepalive/index.ts';
import { LIMIT_RULES } from './limits/index.ts';
import { PLACE_RULES } from './place/index.ts';
import { STREAM_RULES } from './stream/index.ts';

export const RULES: readonly Rule[] = [
  ...CONNECTION_RULES,
  ...KEEPALIVE_RULES,
  ...GOAWAY_RULES,
  ...STREAM_RULES,
  ...LIMIT_RULES,
  ...PLACE_RULES,
];
