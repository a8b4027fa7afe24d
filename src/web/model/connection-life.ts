/** The life of a connection in words: how it began, what was settled, and how it ended. */

import { printable } from '../../formats/escape.ts';
import { count } from '../../formats/text.ts';
import type { ConnectionClosed, EventOf, Frame, Side, TraceEvent } from '../../trace/event.ts';
import { type GoawayStep, goawayStep } from './connection-goaway.ts';
import { ageText, sideWord, type Tone } from './connection-words.ts';

export interface LifeStep {
  readonly seq: number;
  readonly atMs: number;
  /** Undefined where it is of no single side. */
  readonly side: Side | undefined;
  readonly text: string;
  readonly tone: Tone | undefined;
}

/** How it ended, or that it has not. */
export interface Ending {
  readonly tone: Tone;
  /** "GOAWAY by server, 2 streams cut" */
  readonly text: string;
}

/** Of a connection whose peers keep changing settings the first are enough. */
const MAX_STEPS = 40;

/** GOAWAY frames beyond these are a flood. */
const MAX_GOAWAYS = 20;

export class LifeTeller {
  readonly steps: LifeStep[] = [];
  readonly goaways: GoawayStep[] = [];
  opened: EventOf<'connectionOpened'> | undefined = undefined;
  closed: ConnectionClosed | undefined = undefined;
  /** Steps that are not in `steps`. */
  leftOut = 0;

  take(event: TraceEvent): void {
    switch (event.kind) {
      case 'connectionOpened': {
        this.opened ??= event;
        const { protocol, listener } = event.connectionOpened;
        this.step(event, undefined, `opened on ${listener}, ${protocol}`);
        break;
      }
      case 'frame':
        this.frame(event);
        break;
      case 'traceLost':
        this.step(event, event.traceLost.from, `trace lost: ${printable(event.traceLost.reason)}`, 'warning');
        break;
      case 'connectionClosed': {
        this.closed = event.connectionClosed;
        const { tone, text } = endingOf(event.connectionClosed);
        // However many steps there were: this is the last.
        this.steps.push({ seq: event.seq, atMs: event.offsetMs, side: this.closed.endedBy, text, tone });
        break;
      }
    }
  }

  private frame(event: EventOf<'frame'>): void {
    const { frame } = event;
    if (frame.type === 'SETTINGS') this.step(event, frame.from, settingsText(frame));
    if (frame.goaway !== undefined && this.goaways.length < MAX_GOAWAYS) {
      const goaway = goawayStep(event, frame.goaway);
      this.goaways.push(goaway);
      this.step(
        event,
        frame.from,
        `GOAWAY ${goaway.error}, last stream ${goaway.lastStreamId}`,
        goaway.isError ? 'error' : undefined,
      );
    }
  }

  private step(event: TraceEvent, side: Side | undefined, text: string, tone?: Tone): void {
    const { seq, offsetMs: atMs } = event;
    if (this.steps.length < MAX_STEPS) this.steps.push({ seq, atMs, side, text, tone });
    else this.leftOut += 1;
  }
}

/** A peer may announce as many settings as fit a frame. */
const MAX_SETTINGS_TOLD = 8;

function settingsText({ flags, settings = [] }: Frame): string {
  if (flags.includes('ACK')) return 'SETTINGS acknowledged';
  if (settings.length === 0) return 'SETTINGS, all as they are by default';
  const told = settings.slice(0, MAX_SETTINGS_TOLD);
  const named = told.map(({ id, code, value }) => `${id || `0x${code.toString(16)}`} ${value}`).join(', ');
  return `SETTINGS ${named}${settings.length > told.length ? ' …' : ''}`;
}

const HOW: { readonly [how in ConnectionClosed['how']]: string } = {
  FIN: 'FIN',
  RST: 'RST',
  GOAWAY: 'GOAWAY',
  LOCAL: 'cut',
};

/** @param closed undefined while it is open */
export function endingOf(closed: ConnectionClosed | undefined): Ending {
  if (closed === undefined) return { tone: 'open', text: 'open' };
  const { how, endedBy, openStreams } = closed;
  const who = endedBy === undefined ? 'by us' : `by ${sideWord(endedBy)}`;
  const streams = openStreams > 0 ? `, ${count(openStreams, 'stream')} cut` : '';
  return { tone: endTone(closed), text: `${HOW[how]} ${who}${streams}` };
}

/** Streams that were cut, or a beginning that came to nothing: somebody's call failed. */
function endTone({ how, openStreams, error, stage }: ConnectionClosed): Tone {
  if (openStreams > 0 || (stage === 'OPENING' && error !== undefined)) return 'error';
  return how === 'RST' || error !== undefined ? 'warning' : 'good';
}

/** "infrastructure: reset with streams open …; in stage ACTIVE, after 1.2 s" */
export function endingReason({ origin, originReason, stage, ageMs }: ConnectionClosed): string {
  return `${origin.toLowerCase()}: ${printable(originReason)} (stage ${stage}, after ${ageText(ageMs)})`;
}
