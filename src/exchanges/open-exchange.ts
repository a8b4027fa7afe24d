import type { Address, ConnectionOpened, ConnectionProtocol, ListenerName, Rpc, Side } from '../trace/event.ts';
import type { Exchange, ExchangeEnd, Milestone, MilestoneName, TraceContext } from './exchange.ts';
import type { RequestFacts } from './head-facts.ts';

/** The connection that an exchange is on. */
export interface Place {
  readonly conn: string;
  readonly opened: ConnectionOpened;
}

/** What a request says, each text of bounded length. */
export interface RequestLine {
  readonly method: string;
  readonly path: string;
  readonly authority: string;
  readonly rpc?: Rpc | undefined;
  readonly timeoutMs?: number | undefined;
}

/** An exchange as it is followed. Observers get this object, which has its `end` in time; a copy for each would cost more than all else. */
export class OpenExchange implements Exchange {
  readonly conn: string;
  readonly streamId: number;
  readonly listener: ListenerName;
  readonly protocol: ConnectionProtocol;
  readonly peer: Address;
  readonly startedAt: number;
  readonly method: string;
  readonly path: string;
  readonly authority: string;
  declare readonly rpc?: Rpc;
  declare readonly timeoutMs?: number;
  declare readonly userAgent?: string;
  declare readonly previousAttempts?: number;
  declare readonly parent?: TraceContext;
  declare own?: TraceContext;
  readonly milestones: Milestone[] = [];
  declare end?: ExchangeEnd;

  constructor({ conn, opened }: Place, streamId: number, startedAt: number, line: RequestLine, facts: RequestFacts) {
    this.conn = conn;
    this.streamId = streamId;
    this.listener = opened.listener;
    this.protocol = opened.protocol;
    this.peer = opened.peer;
    this.startedAt = startedAt;
    this.method = line.method;
    this.path = line.path;
    this.authority = line.authority;
    if (line.rpc !== undefined) this.rpc = line.rpc;
    if (line.timeoutMs !== undefined) this.timeoutMs = line.timeoutMs;
    if (facts.userAgent !== undefined) this.userAgent = facts.userAgent;
    if (facts.previousAttempts !== undefined) this.previousAttempts = facts.previousAttempts;
    if (facts.parent !== undefined) this.parent = facts.parent;
  }

  /** Once: a peer that repeats what may come only once must not make this grow. */
  reach(name: MilestoneName, time: number, from: Side): void {
    for (const milestone of this.milestones) if (milestone.name === name) return;
    this.milestones.push({ name, time, from });
  }

  /**
   * The event of a DATA frame comes before those of its messages, and END_STREAM with it, though it takes effect behind what the
   * frame carries: a first message that finds its side complete goes in front of that.
   */
  reachMessage(name: MilestoneName, time: number, from: Side): void {
    const last = this.milestones.at(-1);
    if (last?.from !== from || !isComplete(last.name)) {
      this.reach(name, time, from);
      return;
    }
    this.milestones.pop();
    this.reach(name, time, from);
    this.reach(last.name, time, from);
  }
}

function isComplete(name: MilestoneName): boolean {
  return name === 'request complete' || name === 'response complete';
}
