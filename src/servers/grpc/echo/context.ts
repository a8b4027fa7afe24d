/** What the methods of EchoService are given. */

import type { IsSecret } from '../../../redaction.ts';

export interface EchoContext {
  readonly isSecret: IsSecret;
}
