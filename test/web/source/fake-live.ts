/** A clock, a WebSocket and a server that do what a test says, and nothing by themselves. */

import { formatJson } from '../../../src/formats/json.ts';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { type LiveOptions, type LiveReader, openLive } from '../../../src/web/source/live-socket.ts';
import { SourceError, type TraceSource } from '../../../src/web/source/source.ts';
import type { SocketHears } from '../../../src/web/source/web-socket.ts';
import { ranges } from '../../support/numbered.ts';

interface Timer {
  readonly at: number;
  readonly call: () => void;
}

export class FakeClock {
  now = 0;
  private timers: Timer[] = [];

  readonly setTimer = (call: () => void, ms: number): (() => void) => {
    const timer = { at: this.now + ms, call };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  };

  get waiting(): number {
    return this.timers.length;
  }

  /** What is asked without a clock is answered before and behind each timer. */
  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    await settle();
    for (;;) {
      const [next] = this.timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.timers = this.timers.filter((each) => each !== next);
      this.now = next.at;
      next.call();
      await settle();
    }
    this.now = until;
  }
}

export async function settle(): Promise<void> {
  for (let n = 0; n < 20; n++) await Promise.resolve();
}

export interface FakeSocket {
  readonly url: string;
  readonly hears: SocketHears;
  readonly said: string[];
  isClosed: boolean;
  /** As a message of the server. */
  send(events: readonly TraceEvent[]): void;
}

export class FakeServer {
  readonly sockets: FakeSocket[] = [];
  /** What its ring holds. */
  held: readonly TraceEvent[] = [];
  isReachable = true;
  /** The way to it is cut, and nobody says so. */
  isSilent = false;
  questions = 0;

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('nobody has connected');
    return socket;
  }

  readonly connect: LiveOptions['connect'] = (url, hears) => {
    const socket: FakeSocket = {
      url,
      hears,
      said: [],
      isClosed: false,
      send: (events) => hears.text(`[${events.map(formatJson).join(',')}]`),
    };
    this.sockets.push(socket);
    return {
      send: (text) => {
        socket.said.push(text);
        // What is so now, as the server answers.
        if (!this.isSilent) hears.text(text);
      },
      close() {
        socket.isClosed = true;
      },
    };
  };

  readonly source: Pick<TraceSource, 'index' | 'read'> = {
    index: async () => {
      this.questions++;
      if (!this.isReachable) throw new SourceError('api/trace/index got no answer: failed to fetch');
      return { firstSeq: this.held[0]?.seq, lastSeq: this.held.at(-1)?.seq, seqs: undefined, isCut: false };
    },
    read: async (first, last) => this.held.filter(({ seq }) => seq >= first && seq <= last),
  };
}

export interface Watched {
  readonly clock: FakeClock;
  readonly server: FakeServer;
  readonly live: LiveReader;
  /** "connecting, live, disconnected (the connection was lost) until 500": since it was read last. */
  states(): string;
  /** Numbers of what came, as `ranges` writes them. */
  came(): string;
  readonly restarts: () => number;
}

/** A reader of a fake server. Waits are 500 ms, 1 s, 2 s, …: no jitter. */
export function watch(options: Partial<LiveOptions> = {}): Watched {
  const clock = new FakeClock();
  const server = new FakeServer();
  const events: TraceEvent[] = [];
  let states: string[] = [];
  let restarts = 0;
  const live = openLive({
    url: 'ws://localhost:8090/api/trace/live',
    filter: '',
    connect: server.connect,
    source: server.source,
    now: () => clock.now,
    setTimer: clock.setTimer,
    random: () => 0.5,
    onEvents: (batch) => events.push(...batch),
    onState(state) {
      states.push(state.is === 'disconnected' ? `${state.is} (${state.reason}) until ${state.retryAt}` : state.is);
    },
    onRestart: () => restarts++,
    ...options,
  });
  return {
    clock,
    server,
    live,
    states() {
      const told = states.join(', ');
      states = [];
      return told;
    },
    came: () => ranges(events),
    restarts: () => restarts,
  };
}
