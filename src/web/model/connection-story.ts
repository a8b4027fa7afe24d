/** What the events of one connection tell, as it is drawn. Any part of them may be missing: then what is there is told. */

import type { ConnectionClosed, ConnectionOpened, TraceEvent } from '../../trace/event.ts';
import { type Waterfall, waterfall } from './connection-bars.ts';
import type { GoawayStep } from './connection-goaway.ts';
import { Http1Teller } from './connection-http1.ts';
import { type LifeStep, LifeTeller } from './connection-life.ts';
import { type PingRounds, PingTeller } from './connection-pings.ts';
import { type BothSettings, SettingsTeller } from './connection-settings.ts';
import { StreamTeller } from './connection-streams.ts';
import { type WindowSeries, WindowTeller } from './connection-windows.ts';

export interface ConnectionStory {
  readonly eventCount: number;
  /** Of the first event that is held, and when it is looked at. Milliseconds since the connection opened. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The event of its opening is held: nothing before the first event is missing. */
  readonly hasBeginning: boolean;
  readonly isHttp1: boolean;
  readonly opened: ConnectionOpened | undefined;
  readonly closed: ConnectionClosed | undefined;
  readonly life: readonly LifeStep[];
  readonly lifeLeftOut: number;
  readonly goaways: readonly GoawayStep[];
  readonly settings: BothSettings;
  readonly streams: Waterfall;
  /** Of DATA of the client, and of the server. Empty on HTTP/1.1. */
  readonly windows: readonly WindowSeries[];
  /** Of the sides that sent any. */
  readonly pings: readonly PingRounds[];
}

/**
 * @param events of one connection, oldest first
 * @param nowMs how old the connection is, where it is open and that is known: what is open lasts until then
 */
export function connectionStory(events: readonly TraceEvent[], nowMs = 0): ConnectionStory {
  const reader = new Reader();
  for (const event of events) reader.take(event);
  return reader.story(events, nowMs);
}

class Reader {
  private readonly life = new LifeTeller();
  private readonly settings = new SettingsTeller();
  private readonly windows = new WindowTeller();
  private readonly streams = new StreamTeller();
  private readonly http1 = new Http1Teller();
  private readonly pings = new PingTeller();
  private hasHttp1 = false;
  private hasFrames = false;

  take(event: TraceEvent): void {
    this.life.take(event);
    switch (event.kind) {
      case 'connectionOpened':
        this.windows.opened(event.connectionOpened, event.offsetMs);
        this.streams.opened();
        break;
      case 'http1':
        this.hasHttp1 = true;
        this.http1.take(event);
        break;
      case 'frame': {
        this.hasFrames = true;
        const bound = this.settings.frame(event);
        if (bound !== undefined) this.streams.acknowledged(event.frame.from, bound, event.offsetMs);
        this.windows.frame(event);
        this.pings.frame(event);
        break;
      }
      case 'connectionClosed':
        this.http1.closed(event.offsetMs);
        break;
    }
    this.streams.take(event);
  }

  story(events: readonly TraceEvent[], nowMs: number): ConnectionStory {
    const { life, settings, windows, pings } = this;
    const isHttp1 = this.hasHttp1 && !this.hasFrames;
    const fromMs = events[0]?.offsetMs ?? 0;
    const lastMs = events.at(-1)?.offsetMs ?? 0;
    const toMs = life.closed === undefined ? Math.max(lastMs, nowMs) : lastMs;
    const shared = { CLIENT: windows.stalls('CLIENT', toMs), SERVER: windows.stalls('SERVER', toMs) };
    return {
      eventCount: events.length,
      fromMs,
      toMs,
      hasBeginning: life.opened !== undefined,
      isHttp1,
      opened: life.opened?.connectionOpened,
      closed: life.closed,
      life: life.steps,
      lifeLeftOut: life.leftOut,
      goaways: life.goaways,
      settings: settings.states(),
      streams: waterfall((isHttp1 ? this.http1 : this.streams).all(), shared, toMs),
      windows: isHttp1 ? [] : [windows.series('CLIENT', toMs), windows.series('SERVER', toMs)],
      pings: pings.rounds(),
    };
  }
}
