/** What a rule is: a row of words for people, and the questions that it asks when something happens. */

import type { ConnectionClosed, ConnectionOpened, EventOf, Headers, Severity } from '../trace/event.ts';
import type { AbandonedStream } from './facts/abandoned-streams.ts';
import type { ConnectionFacts } from './facts/connection.ts';
import type { MessageStart } from './facts/message-progress.ts';
import type { PeerFacts } from './facts/peers.ts';
import type { PlaceChange } from './facts/place.ts';
import type { StreamFacts } from './facts/stream.ts';

export interface Rule {
  /** "K1", as in docs/diagnosis.md. */
  readonly id: string;
  readonly title: string;
  /** Of a match that says no other. */
  readonly severity: Severity;
  /** What it means to whoever runs the client or the server: a paragraph. */
  readonly meaning: string;
  /** What is to be seen on the wire, in words. */
  readonly wire: string;
  /** A transcript that shows it, a line a frame, at most 100 columns. */
  readonly example: readonly string[];
  /** How to see it with this server: commands, or why it takes more than this server. A line each. */
  readonly reproduce: readonly string[];
  /** What to change, on both sides. */
  readonly advice: readonly Advice[];
  /** For example "RFC 9113 §6.8"; at least one. */
  readonly spec: readonly string[];
  readonly watches: Watches;
}

/** One knob. */
export interface Advice {
  readonly side: 'client' | 'server' | 'proxy' | 'network' | 'container';
  /** "grpc-go", "Envoy"; absent where it holds for all. */
  readonly of?: string;
  readonly change: string;
}

/** What a rule found. */
export interface Match {
  /** With the numbers that were measured, the side that did it, and the limit that was hit. */
  readonly explanation: string;
  /** `seq` of the events that show it, in their order; of those that were not recorded nothing is told. */
  readonly evidence: readonly number[];
  readonly streamId?: number;
  /** Where it is another than the rule's. */
  readonly severity?: Severity;
  /**
   * What makes this another cause than an earlier match of the rule from the same peer: a method, a setting. What changes from one
   * occurrence to the next does not belong in it.
   */
  readonly cause?: string;
  /** Where it is other than the rule's. */
  readonly advice?: readonly Advice[];
  /** It says more of what the rule found last, and is no other occurrence: it does not count. */
  readonly amends?: boolean;
}

/** @param time of the event, or of the tick: microseconds since the Unix epoch. The facts have taken the event in already. */
export type Watch<Subject> = (connection: ConnectionFacts, subject: Subject, time: number) => Match | undefined;

export type FrameEvent = EventOf<'frame'>;

/**
 * When a rule is asked, and about what. Where a call passes (`request`, `response`, `trailers`, `streamClosed`), a rule is asked for
 * each: there its first comparison must send nearly all away.
 */
export interface Watches {
  readonly connectionOpened?: Watch<ConnectionOpened>;
  readonly settings?: Watch<FrameEvent>;
  /** A PING, or its ACK. */
  readonly ping?: Watch<FrameEvent>;
  readonly goaway?: Watch<FrameEvent>;
  readonly reset?: Watch<FrameEvent>;
  /** A frame with a `violation`, of any type. */
  readonly violation?: Watch<FrameEvent>;
  /**
   * A request's header list, and nothing but it: equal lists of a connection are asked about once, and what was found is counted
   * for the others.
   */
  readonly requestHead?: Watch<Headers>;
  /** A stream has begun. */
  readonly request?: Watch<StreamFacts>;
  /** The head of its response came: `stream.response`. */
  readonly response?: Watch<StreamFacts>;
  readonly trailers?: Watch<StreamFacts>;
  /** The prefix of a gRPC message came. */
  readonly messageBegan?: Watch<MessageStart>;
  /** Any stream: `stream.closed`. */
  readonly streamClosed?: Watch<StreamFacts>;
  /** One that was reset or cut, or whose status is not that of success: `stream.closed`. */
  readonly streamFailed?: Watch<StreamFacts>;
  /** The server has sent HEADERS or DATA on a stream that the client had reset before. */
  readonly late?: Watch<AbandonedStream>;
  readonly connectionClosed?: Watch<ConnectionClosed>;
  /** A message of HTTP/1.1, its head or its end. */
  readonly http1?: Watch<EventOf<'http1'>>;
  readonly traceLost?: Watch<EventOf<'traceLost'>>;
  /** Each second, for each connection that is open. */
  readonly tick?: Watch<undefined>;
  /** A connection of this peer has opened or closed. */
  readonly peer?: (peer: PeerFacts, time: number) => Match | undefined;
  /** The place where the server runs was looked at again. */
  readonly place?: (change: PlaceChange, time: number) => Match | undefined;
}

export type Moment = keyof Watches;
