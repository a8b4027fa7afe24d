/**
 * Events that are kept for long, in a form that costs the garbage collector next to nothing.
 *
 * Under load nearly all events outlive two collections of the young generation, and copying them twice took more time than
 * making them; the full collections that they caused took as much again. So what most traffic consists of is kept as numbers,
 * bytes, and references to what many events share: strings, and the header lists that a connection repeats.
 */

import type { TraceEvent } from '../trace/event.ts';
import { ByteRing } from './byte-ring.ts';
import { type ReadMessage, withOwnBytes } from './own-bytes.ts';
import {
  packMessage,
  packStreamClosed,
  packStreamOpened,
  unpackMessage,
  unpackStreamClosed,
  unpackStreamOpened,
} from './packed-calls.ts';
import { packFrame, unpackFrame } from './packed-frames.ts';
import { FORMS, type Form, type PackedParts } from './packed-parts.ts';
import { PackedRows } from './packed-rows.ts';

const FORM_CODES = Object.fromEntries(FORMS.map((form, code) => [form, code])) as { readonly [form in Form]: number };

/** What every row begins with, in this order. */
const FORM = 0;
const REFERENCED_BYTES = 1;
const PREVIEW_AT = 2;
const PREVIEW_LENGTH = 3;
const SEQ = 4;

export class PackedEvents {
  private readonly rows: PackedRows;
  private readonly previews: ByteRing;
  private readonly readMessage: ReadMessage;

  /**
   * @param capacity events
   * @param previewBytes for the previews of all of them; memory for all is taken at once
   */
  constructor(capacity: number, previewBytes: number, readMessage: ReadMessage) {
    this.rows = new PackedRows(capacity);
    this.previews = new ByteRing(previewBytes);
    this.readMessage = readMessage;
  }

  hasRoomFor(preview: Uint8Array): boolean {
    return this.previews.fits(preview.length);
  }

  /** @param parts `packedParts(event)`, for whose preview there is room */
  set(row: number, event: TraceEvent, { form, preview, referencedBytes }: PackedParts): void {
    const { rows } = this;
    rows.seek(row);
    rows.putNumber(FORM_CODES[form]);
    rows.putNumber(referencedBytes);
    rows.putNumber(preview.length === 0 ? 0 : this.previews.add(preview));
    rows.putNumber(preview.length);
    rows.putNumber(event.seq);
    rows.putNumber(event.time);
    rows.putNumber(event.offsetMs);
    rows.putReference(event.conn);
    if (form === 'WHOLE') rows.putReference(withOwnBytes(event, this.readMessage));
    else if (event.kind === 'frame') packFrame(rows, event.frame);
    else if (event.kind === 'message') packMessage(rows, event.message);
    else if (event.kind === 'streamOpened') packStreamOpened(rows, event.streamOpened);
    else if (event.kind === 'streamClosed') packStreamClosed(rows, event.streamClosed);
  }

  referencedBytes(row: number): number {
    return this.rows.numberAt(row, REFERENCED_BYTES);
  }

  seq(row: number): number {
    return this.rows.numberAt(row, SEQ);
  }

  /** Lets go of what the row has; rows must be cleared in the order in which they were set. */
  clear(row: number): void {
    const length = this.rows.numberAt(row, PREVIEW_LENGTH);
    if (length > 0) this.previews.release(this.rows.numberAt(row, PREVIEW_AT), length);
    this.rows.clear(row);
  }

  /** An event equal to the one that was set. */
  get(row: number): TraceEvent {
    const { rows } = this;
    const form = FORMS[rows.numberAt(row, FORM)] ?? 'WHOLE';
    const preview = this.previews.copy(rows.numberAt(row, PREVIEW_AT), rows.numberAt(row, PREVIEW_LENGTH));
    rows.seek(row, SEQ);
    const header = { seq: rows.number(), time: rows.number(), offsetMs: rows.number(), conn: rows.reference<string>() };
    switch (form) {
      case 'WHOLE':
        return rows.reference<TraceEvent>();
      case 'message':
        return { ...header, kind: form, message: this.readMessage(unpackMessage(rows, preview)) };
      case 'streamOpened':
        return { ...header, kind: form, streamOpened: unpackStreamOpened(rows) };
      case 'streamClosed':
        return { ...header, kind: form, streamClosed: unpackStreamClosed(rows) };
      default:
        return { ...header, kind: 'frame', frame: unpackFrame(rows, form, preview) };
    }
  }
}
