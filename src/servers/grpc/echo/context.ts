/** What the methods of EchoService are given. */

import type { FaultOfField } from '../fault-field.ts';
import type { SeenOf } from '../seen.ts';
import type { StatusOf } from './response-status.ts';

export interface EchoContext {
  readonly seenOf: SeenOf;
  readonly statusOf: StatusOf;
  /** Does what the `fault` of a request asks for. */
  readonly faultOf: FaultOfField;
}
