/** What is known of one connection: by the server, where there is one, and from its events. Asked again while it is open. */

import { useRef } from 'preact/hooks';
import type { TraceEvent } from '../../../trace/event.ts';
import { type ConnectionStory, connectionStory } from '../../model/connection-story.ts';
import type { ConnectionJson, SummaryJson } from '../../source/server-json.ts';
import type { TraceSource } from '../../source/source.ts';
import { type Answer, useAnswer, useApp } from '../app-context.ts';

export interface Told {
  /** Undefined without a server, and where it knows the connection no more. */
  readonly state: ConnectionJson | undefined;
  readonly story: ConnectionStory;
  /** There are more events than are read. */
  readonly isCut: boolean;
}

/** Some ten megabytes as JSON, and a moment to be read: more is not seen in a drawing. */
const MAX_EVENTS = 20_000;

const EVERY_MS = 2_000;

interface Held {
  readonly source: TraceSource;
  readonly conn: string;
  readonly version: string | undefined;
  readonly events: readonly TraceEvent[];
}

export function useTold(conn: string, isOpen: boolean): Answer<Told> {
  const { source } = useApp().services;
  const held = useRef<Held | undefined>(undefined);
  async function ask(signal: AbortSignal): Promise<Told> {
    const state = await source.server?.connection(conn, signal);
    const version = state === undefined ? undefined : versionOf(state.summary);
    let { current } = held;
    if (current?.source !== source || current.conn !== conn || version === undefined || current.version !== version) {
      const events = await source.ofStream(conn, undefined, MAX_EVENTS, signal);
      current = { source, conn, version, events };
      held.current = current;
    }
    const nowMs = state?.summary.closed === undefined ? state?.summary.ageMs : undefined;
    return { state, story: connectionStory(current.events, nowMs), isCut: current.events.length >= MAX_EVENTS };
  }
  return useAnswer(
    `connection ${source.kind} ${source.name} ${conn}`,
    ask,
    isOpen && source.server !== undefined ? EVERY_MS : undefined,
  );
}

/** Another one where there may be new events: no byte has passed unseen. */
function versionOf({ clientBytes, serverBytes, closed, recording }: SummaryJson): string {
  return `${clientBytes} ${serverBytes} ${closed !== undefined} ${recording}`;
}
