import type { DeframedMessage } from '../wire/grpc/message-deframer.ts';
import type { FramingViolation } from '../wire/grpc/message-prefix.ts';
import type { DataFrame, DataPart } from '../wire/http2/frame.ts';
import type { Preview } from '../wire/preview.ts';
import type { Violation } from '../wire/violation.ts';
import type { Data } from './event.ts';
import { TracedData } from './traced-data.ts';

const NO_MESSAGES: readonly DeframedMessage[] = [];

/**
 * A DATA frame on its way. Its event is made when its preview is full or the frame is complete, whichever comes first: so the
 * event is the same however the bytes were split, and the messages that wait for it are bounded by the preview.
 */
export class OpenData {
  readonly streamId: number;
  readonly length: number;
  readonly flagBits: number;
  readonly violation: Violation | undefined;
  /** Complete messages that wait for the event of this frame, whose `seq` they name. */
  waiting: readonly DeframedMessage[] = NO_MESSAGES;
  /** Why no message can be read from here on, until that has been said. */
  unreadable: FramingViolation | undefined = undefined;
  /** Of its event, once made. */
  seq: number | undefined = undefined;
  /** A message ended in this frame. */
  endedMessage = false;
  private readonly dataLength: number;
  private readonly padding: number;
  /** How many bytes of DATA its side has sent before it. */
  private readonly startsAt: number;
  private readonly preview: Preview;

  constructor(header: DataFrame | DataPart, preview: Preview, violation: Violation | undefined, startsAt: number) {
    this.streamId = header.streamId;
    this.length = header.length;
    this.flagBits = header.flagBits;
    this.violation = violation;
    this.dataLength = header.dataLength;
    this.padding = header.padding;
    this.preview = preview;
    this.startsAt = startsAt;
  }

  get isPreviewFull(): boolean {
    return this.preview.isFull;
  }

  add(bytes: Uint8Array): void {
    this.preview.append(bytes, 0, bytes.length);
  }

  /** Keeps nothing from this place in the body of its side on. Before the event is made. */
  hideFrom(place: number): void {
    this.preview.cut(Math.max(0, place - this.startsAt));
  }

  addMessages(messages: readonly DeframedMessage[]): void {
    if (messages.length === 0) return;
    this.waiting = this.waiting.length === 0 ? messages : this.waiting.concat(messages);
  }

  /** @returns the messages that waited */
  takeMessages(): readonly DeframedMessage[] {
    const { waiting } = this;
    this.waiting = NO_MESSAGES;
    return waiting;
  }

  /** Where the connection ended inside the frame, the preview is what came. */
  body(): Data {
    return new TracedData(this.padding, this.preview, this.dataLength > this.preview.length);
  }
}
