import type { IsSecret } from '../redaction.ts';
import type { PreviewArena } from '../wire/preview.ts';
import type { MessageTypes } from './message.ts';

/** Read anew for each frame: both may be another one later. */
export interface Http2Options {
  readonly isSecret: IsSecret;
  /** Keep the beginning of each DATA frame and each message. Messages of a stream that is open stay with those it began with. */
  readonly previews: PreviewArena;
  readonly messageTypes: MessageTypes;
}
