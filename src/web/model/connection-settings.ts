/** SETTINGS of both sides, RFC 9113 §6.5: what was announced, what of that was acknowledged, and what it means. */

import type { SettingState } from '../../trace/connection-state.ts';
import type { EventOf, Setting } from '../../trace/event.ts';
import { otherSide } from './connection-words.ts';
import { meaningOf, SETTINGS } from './meanings.ts';

/** One setting, as both sides have it. */
export interface SettingRow {
  /** The registry's name, or "0x99". */
  readonly name: string;
  readonly meaning: string;
  /** Undefined: no limit, or not known. */
  readonly initial: number | undefined;
  readonly client: SettingCell;
  readonly server: SettingCell;
}

/** What one side said of it. */
export interface SettingCell {
  readonly announced: number | undefined;
  readonly acknowledged: number | undefined;
  readonly isChanged: boolean;
  /** What holds for the other side may still be the value before: RFC 9113 §6.5.3. */
  readonly isUnacknowledged: boolean;
}

export interface BothSettings {
  readonly client: readonly SettingState[];
  readonly server: readonly SettingState[];
}

interface Known {
  readonly name: string;
  readonly initial?: number;
}

/** The IANA registry "HTTP/2 Settings": RFC 9113 §6.5.2, RFC 8441 §3, RFC 9218 §2.1, [MS-HTTP2E]. */
const KNOWN: ReadonlyMap<number, Known> = new Map<number, Known>([
  [1, { name: 'HEADER_TABLE_SIZE', initial: 4_096 }],
  [2, { name: 'ENABLE_PUSH', initial: 1 }],
  [3, { name: 'MAX_CONCURRENT_STREAMS' }],
  [4, { name: 'INITIAL_WINDOW_SIZE', initial: 65_535 }],
  [5, { name: 'MAX_FRAME_SIZE', initial: 16_384 }],
  [6, { name: 'MAX_HEADER_LIST_SIZE' }],
  [8, { name: 'ENABLE_CONNECT_PROTOCOL', initial: 0 }],
  [9, { name: 'NO_RFC7540_PRIORITIES', initial: 0 }],
  [16, { name: 'TLS_RENEG_PERMITTED', initial: 0 }],
]);

/** Without those that nobody announced, beyond the six of RFC 9113. */
export function settingRows({ client, server }: BothSettings): readonly SettingRow[] {
  const said = [...client, ...server].filter(({ announced }) => announced !== undefined).map(({ code }) => code);
  const codes = [...new Set([1, 2, 3, 4, 5, 6, ...said])].sort((a, b) => a - b);
  return codes.map((code) => row(code, find(client, code), find(server, code)));
}

function find(states: readonly SettingState[], code: number): SettingState | undefined {
  return states.find((state) => state.code === code);
}

function row(code: number, client: SettingState | undefined, server: SettingState | undefined): SettingRow {
  const known = KNOWN.get(code);
  const id = client?.id || server?.id || '';
  const name = known?.name ?? (id === '' ? `0x${code.toString(16)}` : id);
  const initial = known?.initial ?? client?.initial ?? server?.initial;
  return {
    name,
    meaning: meaningOf(SETTINGS, name)?.[0] ?? 'not in the registry',
    initial,
    client: cell(client, initial),
    server: cell(server, initial),
  };
}

function cell(state: SettingState | undefined, initial: number | undefined): SettingCell {
  const { announced, acknowledged } = state ?? {};
  return {
    announced,
    acknowledged,
    isChanged: announced !== undefined && announced !== initial,
    isUnacknowledged: announced !== undefined && announced !== acknowledged,
  };
}

/** RFC 9113 §6.9.2: what each window begins with, the one of the connection always. */
export const DEFAULT_WINDOW = 65_535;

/** SETTINGS without ACK that are waited for, of each side; who sends more is not one whose settings can be told. */
const MAX_PENDING = 32;

/** More codes than the registry has; a peer may invent as many as it likes. */
const MAX_CODES = 64;

type Values = ReadonlyMap<number, number>;

/** Reads them from events, where no server can be asked. */
export class SettingsTeller {
  private readonly sides = { CLIENT: new Announced(), SERVER: new Announced() };

  /** @returns what the ACK has made binding for its sender; undefined where the frame is no ACK, or one of SETTINGS that are not held */
  frame({ frame }: EventOf<'frame'>): Values | undefined {
    if (frame.type !== 'SETTINGS') return undefined;
    if (frame.flags.includes('ACK')) return this.sides[otherSide(frame.from)].acknowledge();
    this.sides[frame.from].announce(frame.settings ?? []);
    return undefined;
  }

  states(): BothSettings {
    return { client: this.sides.CLIENT.states(), server: this.sides.SERVER.states() };
  }
}

class Announced {
  private readonly ids = new Map<number, string>();
  private readonly announced = new Map<number, number>();
  private readonly acknowledged = new Map<number, number>();
  private readonly pending: Values[] = [];

  announce(settings: readonly Setting[]): void {
    const values = new Map<number, number>();
    for (const { id, code, value } of settings) {
      if (this.ids.size >= MAX_CODES && !this.ids.has(code)) continue;
      this.ids.set(code, id);
      values.set(code, value);
      this.announced.set(code, value);
    }
    this.pending.push(values);
    if (this.pending.length > MAX_PENDING) this.pending.shift();
  }

  acknowledge(): Values | undefined {
    const values = this.pending.shift();
    for (const [code, value] of values ?? []) this.acknowledged.set(code, value);
    return values;
  }

  states(): readonly SettingState[] {
    return [...this.ids].map(([code, id]) => {
      const [announced, acknowledged] = [this.announced.get(code), this.acknowledged.get(code)];
      return {
        id,
        code,
        ...(announced === undefined ? {} : { announced }),
        ...(acknowledged === undefined ? {} : { acknowledged }),
      };
    });
  }
}
