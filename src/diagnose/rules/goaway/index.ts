import type { Rule } from '../../rule.ts';
import { ENHANCE_YOUR_CALM } from './calm.ts';
import { CONNECTION_ERROR } from './connection-error.ts';
import { CONNECTION_LOST } from './connection-lost.ts';
import { DRAINING_IGNORED } from './draining-ignored.ts';
import { GRACE_OVER } from './grace-over.ts';
import { HPACK_DESYNC } from './hpack-desync.ts';
import { LONG_HEADERS } from './long-headers.ts';
import { MAX_CONNECTION_AGE } from './max-age.ts';
import { MAX_CONNECTION_IDLE } from './max-idle.ts';
import { NOT_GRACEFUL } from './not-graceful.ts';
import { RAPID_RESETS } from './rapid-resets.ts';

export const GOAWAY_RULES: readonly Rule[] = [
  MAX_CONNECTION_AGE,
  MAX_CONNECTION_IDLE,
  NOT_GRACEFUL,
  GRACE_OVER,
  DRAINING_IGNORED,
  CONNECTION_LOST,
  RAPID_RESETS,
  ENHANCE_YOUR_CALM,
  LONG_HEADERS,
  HPACK_DESYNC,
  CONNECTION_ERROR,
];
