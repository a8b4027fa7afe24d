import type { Goaway, Headers, Side, TraceEvent } from '../../trace/event.ts';
import type { FrameEvent } from '../rule.ts';
import { CreditFacts } from './credits.ts';
import { DataRuns } from './data-runs.ts';
import { FrameTally } from './frame-tally.ts';
import { HeaderBlocks } from './header-blocks.ts';
import { LostCreditFacts } from './lost-credit.ts';
import { PingFacts } from './pings.ts';
import { RecentFrames } from './recent-frames.ts';
import { ResetBudget } from './reset-budget.ts';
import { Violations } from './violations.ts';
import { WindowFacts } from './window.ts';
import { WindowCycles } from './window-cycles.ts';
import { WriteGaps } from './write-gaps.ts';

/** A side says GOAWAY twice where all is well. */
const MAX_GOAWAYS = 8;

export interface SentGoaway extends Goaway {
  readonly time: number;
  readonly seq: number;
  /** When it was sent. */
  readonly openStreams: number;
}

export interface ListFacts {
  readonly seq: number;
  readonly streamId: number;
  readonly listSize: number;
  readonly blockLength: number;
}

/** What one side of a connection has sent. */
export class SideFacts {
  readonly from: Side;
  readonly pings = new PingFacts();
  readonly recent = new RecentFrames();
  readonly tally = new FrameTally();
  readonly blocks = new HeaderBlocks();
  readonly resetBudget = new ResetBudget();
  readonly violations = new Violations();
  /** Of the connection: what this side may still send of DATA. */
  readonly window = new WindowFacts();
  readonly cycles = new WindowCycles();
  readonly lostCredit = new LostCreditFacts();
  /** What it gave the other side. */
  readonly credits = new CreditFacts();
  readonly gaps = new WriteGaps();
  readonly runs = new DataRuns();
  /** What it announced last, by the code of the setting. */
  readonly settings = new Map<number, number>();
  /** Its first SETTINGS; undefined until then. Microseconds since the Unix epoch. */
  settingsAt: number | undefined = undefined;
  settingsSeq = 0;
  /** When the other side acknowledged its first SETTINGS. */
  settingsAckedAt: number | undefined = undefined;
  readonly goaways: SentGoaway[] = [];
  frames = 0;
  /** RST_STREAM frames. */
  resets = 0;
  /** Of any frame. */
  lastSeq = 0;
  /** 0: none. Written for each frame, so it is a number always. */
  private at = 0;
  /** The longest of its header lists, RFC 9113 §6.5.2. */
  longestList: ListFacts | undefined = undefined;

  constructor(from: Side) {
    this.from = from;
  }

  /** Of any frame; undefined where it has sent none. */
  get lastAt(): number | undefined {
    return this.at === 0 ? undefined : this.at;
  }

  /** Any frame, when it comes. */
  heard(event: FrameEvent): void {
    this.frames += 1;
    this.at = event.time;
    this.lastSeq = event.seq;
    this.recent.add(event);
    this.tally.add(event.frame);
    if (event.frame.violation !== undefined) this.violations.add(event);
  }

  /** So many HEADERS and DATA of a call that is well. @param last of them */
  heardPlain({ time, seq }: FrameEvent, headers: number, data: number): void {
    this.frames += headers + data;
    this.at = time;
    this.lastSeq = seq;
    this.tally.addPlain(headers, data);
  }

  /** The frames among these events. */
  remember(events: readonly TraceEvent[], at: number, count: number): void {
    for (let i = at; i < at + count; i++) {
      const event = events[i];
      if (event?.kind === 'frame') this.recent.add(event);
    }
  }

  /** SETTINGS, but not an ACK. */
  announce({ time, seq, frame }: FrameEvent): void {
    for (const { code, value } of frame.settings ?? []) this.settings.set(code, value);
    if (this.settingsAt !== undefined) return;
    this.settingsAt = time;
    this.settingsSeq = seq;
  }

  goaway({ time, seq, frame }: FrameEvent, openStreams: number): void {
    if (frame.goaway === undefined || this.goaways.length >= MAX_GOAWAYS) return;
    this.goaways.push({ ...frame.goaway, time, seq, openStreams });
  }

  headers({ seq, frame }: FrameEvent, { listSize, blockLength }: Headers): void {
    if (this.longestList !== undefined && listSize <= this.longestList.listSize) return;
    this.longestList = { seq, streamId: frame.streamId, listSize, blockLength };
  }
}
