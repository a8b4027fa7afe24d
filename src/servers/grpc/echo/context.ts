/** What the methods of EchoService are given. */

import type { SeenOf } from '../seen.ts';

export interface EchoContext {
  readonly seenOf: SeenOf;
}
