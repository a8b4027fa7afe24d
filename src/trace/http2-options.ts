import type { IsSecret } from '../redaction.ts';
import type { PreviewArena } from '../wire/preview.ts';
import type { MessageTypes } from './message.ts';

export interface Http2Options {
  readonly isSecret: IsSecret;
  /** Keep the beginning of each DATA frame and each message. */
  readonly previews: PreviewArena;
  readonly messageTypes: MessageTypes;
}
