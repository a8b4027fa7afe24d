import { HpackDecoder } from '../wire/hpack/decoder.ts';
import { ERROR_CODE } from '../wire/http2/error-code.ts';
import type { DataPart, Frame, FrameHeader } from '../wire/http2/frame.ts';
import { FrameReader } from '../wire/http2/frame-reader.ts';
import { FLAG, FRAME_TYPE, frameTypeName } from '../wire/http2/frame-type.ts';
import { HeaderBlockAssembler, type HeaderBlockResult } from '../wire/http2/header-block.ts';
import { INITIAL_SETTINGS, MAX_MAX_FRAME_SIZE } from '../wire/http2/settings.ts';
import { illegalSize } from '../wire/http2/violations.ts';
import type { Violation } from '../wire/violation.ts';
import { AnnouncedSettings } from './announced-settings.ts';
import type { Side } from './event.ts';
import { DEFAULT_WINDOW, type SendWindow } from './flow-control.ts';
import { FrameTotals } from './frame-totals.ts';
import type { OpenData } from './open-data.ts';
import { PingLedger } from './ping-ledger.ts';
import { RecentLists } from './recent-lists.ts';
import { SettingsLedger } from './settings-ledger.ts';
import { illegalInState } from './stream-state.ts';
import type { StreamTable } from './stream-table.ts';

/** One direction of an HTTP/2 connection: the state that the bytes of one sender are read with, and what it may still send. */
export class Direction implements SendWindow {
  readonly from: Side;
  /** It reads a chunk before we see its first frame, which may change the limit: so the limit is judged here, in `begin`. */
  readonly reader = new FrameReader({ maxFrameSize: MAX_MAX_FRAME_SIZE });
  readonly hpack = new HpackDecoder();
  /** Its first SETTINGS came, which every side begins with: RFC 9113 §3.4. */
  isReady = false;
  /** Announced by this side: binds the other one. */
  readonly settings = new SettingsLedger();
  readonly announced = new AnnouncedSettings();
  readonly pings = new PingLedger();
  readonly recentLists = new RecentLists();
  readonly totals: FrameTotals;
  /** Of the connection: what this side may still send, RFC 9113 §6.9. */
  window = DEFAULT_WINDOW;
  /** Of each new stream. */
  initialStreamWindow = DEFAULT_WINDOW;
  /** What the other side allows this side to send, RFC 9113 §6.5.2. */
  maxFrameSize = INITIAL_SETTINGS.MAX_FRAME_SIZE;
  /** What the other side allows this side's HPACK encoder, RFC 9113 §6.5.2. */
  headerTableSize = INITIAL_SETTINGS.HEADER_TABLE_SIZE;
  /** The DATA frame that is on its way. */
  openData: OpenData | undefined = undefined;
  /** Of the last GOAWAY: it may be repeated with a lower one, RFC 9113 §6.8. */
  goawayLastStreamId: number | undefined = undefined;
  /** What the last frame meant to the header blocks. */
  block: HeaderBlockResult | undefined = undefined;
  /** Why its header lists can no longer be decoded. */
  lost: string | undefined = undefined;
  /** An event has said so. */
  lossTold = false;
  private readonly assembler = new HeaderBlockAssembler();
  private begun = false;

  constructor(from: Side) {
    this.from = from;
    this.totals = new FrameTotals(from);
  }

  /**
   * A frame of this side begins.
   *
   * @returns the rule that it breaks by itself or by its place
   */
  begin(frame: Frame | DataPart, streams: StreamTable): Violation | undefined {
    this.totals.add(frame.typeCode);
    const own = frame.length > this.maxFrameSize ? this.oversize(frame) : frame.violation;
    const misplaced = this.begun ? undefined : notSettings(frame);
    this.begun = true;
    const broken = this.brokenBlock(frame);
    return own ?? misplaced ?? broken ?? illegalInState(frame, this.from, streams);
  }

  /** Takes the frame into its header block. Of a direction that is lost already nothing more is said: one mistake, one violation. */
  private brokenBlock(frame: Frame | DataPart): Violation | undefined {
    this.block = this.assembler.push(frame);
    if (this.block?.outcome !== 'VIOLATION') return undefined;
    const wasLost = this.lost !== undefined;
    this.lose(this.block.violation.reason);
    return wasLost ? undefined : this.block.violation;
  }

  setHeaderTableSize(size: number): void {
    this.headerTableSize = size;
    this.hpack.setMaxTableSize(size);
  }

  /** HPACK state is shared by all blocks of a direction, RFC 7541 §2.2: after one that was lost none can be decoded. */
  lose(reason: string): void {
    this.lost ??= reason;
  }

  /** In words: the frame that this side began and did not complete. */
  cutFrame(): string | undefined {
    const { header, bytes } = this.reader.pending;
    if (bytes === 0 && header === undefined) return undefined;
    const side = this.from.toLowerCase();
    if (header === undefined) return `the ${side} stopped after ${bytes} of the 9 bytes of a frame header`;
    const { typeCode, streamId, length } = header;
    return `the ${side} stopped inside a ${typeInWords(typeCode)} frame of stream ${streamId}: ${bytes} of ${length} bytes came`;
  }

  /** RFC 9113 §4.2 */
  private oversize(frame: FrameHeader): Violation {
    return illegalSize(frame, `at most ${this.maxFrameSize} (SETTINGS_MAX_FRAME_SIZE)`);
  }
}

/** RFC 9113 §3.4: the preface of both sides ends with SETTINGS, and that is the first frame. */
function notSettings(header: FrameHeader): Violation | undefined {
  const isSettings = header.typeCode === FRAME_TYPE.SETTINGS;
  if (isSettings && (header.flagBits & FLAG.ACK) === 0) return undefined;
  const first = isSettings ? 'an ACK' : typeInWords(header.typeCode);
  return {
    errorCode: ERROR_CODE.PROTOCOL_ERROR,
    scope: 'CONNECTION',
    reason: `first frame is ${first}, expected SETTINGS`,
    spec: 'RFC 9113 §3.4',
  };
}

function typeInWords(typeCode: number): string {
  const name = frameTypeName(typeCode);
  return name === 'UNKNOWN' ? `type 0x${typeCode.toString(16)}` : name;
}
