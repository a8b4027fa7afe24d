import type { Rule } from '../../rule.ts';
import { CPU_THROTTLED } from './cpu-throttled.ts';
import { EVENT_LOOP_STALL } from './event-loop-stall.ts';
import { MEMORY_NEAR_LIMIT } from './memory-near-limit.ts';
import { PRESSURE } from './pressure.ts';
import { SIDECAR } from './sidecar.ts';

export const PLACE_RULES: readonly Rule[] = [CPU_THROTTLED, EVENT_LOOP_STALL, MEMORY_NEAR_LIMIT, SIDECAR, PRESSURE];
