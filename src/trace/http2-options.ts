import type { IsSecret } from '../redaction.ts';
import type { MessageTypes } from './message.ts';

export interface Http2Options {
  readonly isSecret: IsSecret;
  /** How much to keep of each DATA frame and each message, in bytes. */
  readonly previewBytes: number;
  readonly messageTypes: MessageTypes;
}
