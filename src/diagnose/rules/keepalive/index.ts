import type { Rule } from '../../rule.ts';
import { HOP_BY_HOP } from './hop-by-hop.ts';
import { IDLE_CUT } from './idle-cut.ts';
import { KEEPALIVE_TIMEOUT } from './keepalive-timeout.ts';
import { LATE_ACKS } from './late-acks.ts';
import { PING_STRIKES } from './ping-strikes.ts';
import { PINGS_WITHOUT_STREAM } from './pings-without-stream.ts';
import { SILENT_STREAM } from './silent-stream.ts';
import { TOO_MANY_PINGS } from './too-many-pings.ts';

export const KEEPALIVE_RULES: readonly Rule[] = [
  TOO_MANY_PINGS,
  PING_STRIKES,
  PINGS_WITHOUT_STREAM,
  KEEPALIVE_TIMEOUT,
  LATE_ACKS,
  IDLE_CUT,
  SILENT_STREAM,
  HOP_BY_HOP,
];
