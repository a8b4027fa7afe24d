/** What the methods of EchoService are given. */

import type { SeenOf } from '../seen.ts';
import type { StatusOf } from './response-status.ts';

export interface EchoContext {
  readonly seenOf: SeenOf;
  readonly statusOf: StatusOf;
}
