/** What of the open connections is recorded now, as the settings say it; they change while the server runs. */

import type { Redaction } from '../redaction.ts';
import type { ListenerName } from '../trace/event.ts';
import type { Http2Options } from '../trace/http2-options.ts';
import type { MessageTypes } from '../trace/message.ts';
import { isRecorded, type RecordingSettings } from '../trace/recording.ts';
import { PreviewArena } from '../wire/preview.ts';

/** Of one connection. Asked for each chunk, so it is a property and not a question. */
export interface Gate {
  readonly isOpen: boolean;
  /** Events since the last one that was recorded. The recorder counts them. */
  missing: number;
}

interface Watched {
  readonly listener: ListenerName;
  readonly gate: { isOpen: boolean; missing: number };
  /** Nobody knows yet whether it is to be recorded. */
  isHeld: boolean;
  /** How many carry the trace over this connection: it would show itself showing itself, without end. */
  carries: number;
}

export class Recording {
  /** How connections are read: the same object for all, so that a change reaches those that are open. */
  readonly options: Http2Options;
  private readonly redaction: Redaction;
  private current: RecordingSettings;
  private previews: PreviewArena;
  private readonly open = new Map<string, Watched>();
  private readonly held: readonly ListenerName[];

  /** @param held listeners whose connections are not recorded before `release`: somebody keeps their first events until then */
  constructor(
    settings: RecordingSettings,
    redaction: Redaction,
    messageTypes: MessageTypes,
    held: readonly ListenerName[] = [],
  ) {
    this.held = held;
    this.redaction = redaction;
    this.current = settings;
    redaction.list(settings.redactHeaders);
    this.previews = new PreviewArena(settings.payloadBytes);
    this.options = optionsOf(redaction, () => this.previews, messageTypes);
  }

  get settings(): RecordingSettings {
    return this.current;
  }

  change(settings: RecordingSettings): void {
    const { payloadBytes, redactHeaders } = this.current;
    this.current = settings;
    if (settings.payloadBytes !== payloadBytes) this.previews = new PreviewArena(settings.payloadBytes);
    if (settings.redactHeaders !== redactHeaders) this.redaction.list(settings.redactHeaders);
    for (const [conn, watched] of this.open) this.set(conn, watched);
  }

  /** A connection opens. */
  gateOf(conn: string, listener: ListenerName): Gate {
    const isHeld = this.held.includes(listener);
    const watched = { listener, gate: { isOpen: false, missing: 0 }, isHeld, carries: 0 };
    this.open.set(conn, watched);
    this.set(conn, watched);
    return watched.gate;
  }

  /** It has closed: what was chosen for it is forgotten with it. */
  closed(conn: string): void {
    this.open.delete(conn);
    if (this.current.connections[conn] === undefined) return;
    const { [conn]: _, ...connections } = this.current.connections;
    this.current = { ...this.current, connections };
  }

  has(conn: string): boolean {
    return this.open.has(conn);
  }

  isHeld(conn: string): boolean {
    return this.open.get(conn)?.isHeld === true;
  }

  /** It is to be recorded from now on, or is muted. What was kept of it is not missing: who kept it has told it, or left it out. */
  release(conn: string): void {
    const watched = this.open.get(conn);
    if (watched === undefined) return;
    watched.isHeld = false;
    watched.gate.missing = 0;
    this.set(conn, watched);
  }

  /** The connection carries the trace itself. @returns to be called when it does so no longer, once */
  mute(conn: string): () => void {
    const watched = this.open.get(conn);
    if (watched === undefined) return () => {};
    watched.carries += 1;
    this.set(conn, watched);
    return () => {
      watched.carries -= 1;
      this.set(conn, watched);
    };
  }

  private set(conn: string, { gate, listener, isHeld, carries }: Watched): void {
    gate.isOpen = !isHeld && carries === 0 && isRecorded(this.current, conn, listener);
  }
}

function optionsOf(redaction: Redaction, previews: () => PreviewArena, messageTypes: MessageTypes): Http2Options {
  return {
    get isSecret() {
      return redaction.isSecret;
    },
    get previews() {
      return previews();
    },
    messageTypes,
  };
}
