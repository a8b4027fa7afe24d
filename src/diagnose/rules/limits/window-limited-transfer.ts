import type { Side } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { leastRoundTripMs } from '../shared/round-trip.ts';
import { SIDES } from '../shared/window-stall.ts';
import { bytes, milliseconds, side } from '../words.ts';
import { LARGER_WINDOWS, reader } from './stalls.ts';

/** RFC 9113 §6.5.2. */
const INITIAL_WINDOW_SIZE = 4;

/** Fewer are a slow start. */
const MIN_CYCLES = 20;

/** Of the whole time: below, larger windows would not double the speed. */
const MIN_SHARE = 0.5;

/** Shorter ones are a local network, where the programs are what is slow. */
const MIN_CYCLE_MS = 5;

/** A receiver that gives credit as soon as DATA comes makes cycles of one round trip; two, and a moment, where it is busy. */
const ROUND_TRIPS = 2;
const MOMENT_MS = 5;

/** Seconds in a row, for the window of a connection. */
const MIN_SECONDS = 3;

/** L8 */
export const WINDOW_LIMITED_TRANSFER: Rule = {
  id: 'L8',
  title: 'The window, not the network, limits the speed of a transfer',
  severity: 'INFO',
  meaning:
    'The sender used up the window, waited a round trip for credit, and so on: no more than one window passes in each round trip, however ' +
    'fast the network is. With 64 KiB, which is the default of HTTP/2, and 50 ms that is 1.3 MB/s. Larger windows are faster, and cost ' +
    'memory of the receiver where its program does not keep up.',
  wire: 'Again and again DATA that leaves the window at 0, and a round trip later a WINDOW_UPDATE and more DATA; round trips as our PINGs or the ACK of our SETTINGS took.',
  example: [
    '   0.000 SERVER DATA 1 len=16383 (window 0)',
    '  50.000 CLIENT WINDOW_UPDATE 1 65535',
    '  50.100 SERVER DATA 1 len=16384 (window 49151)',
    '  50.100 SERVER DATA 1 len=16383 (window 0)',
    ' 100.000 CLIENT WINDOW_UPDATE 1 65535',
  ],
  reproduce: [
    'A network with a delay (tc qdisc add dev lo root netem delay 25ms), and a large answer to a client with windows of 64 KiB:',
    'nghttp -n -w16 -W16 http://localhost:8080/stream-bytes/5000000',
  ],
  advice: LARGER_WINDOWS,
  spec: ['RFC 9113 §5.2.3', 'RFC 9113 §6.9.2'],
  watches: {
    streamClosed(connection, stream): Match | undefined {
      if (stream.client.usedWindow === undefined && stream.server.usedWindow === undefined) return undefined;
      for (const sender of SIDES) {
        const match = slowStream(connection, stream, sender);
        if (match !== undefined) return match;
      }
      return undefined;
    },
    tick(connection): Match | undefined {
      for (const sender of SIDES) {
        const match = slowConnection(connection, sender);
        if (match !== undefined) return match;
      }
      return undefined;
    },
  },
};

function slowStream(connection: ConnectionFacts, stream: StreamFacts, sender: Side): Match | undefined {
  const { usedWindow: window, dataBytes } = stream.side(sender);
  const durationMs = stream.closed?.durationMs ?? 0;
  if (window === undefined || window.cycles < MIN_CYCLES || window.cycleMs < durationMs * MIN_SHARE) return undefined;
  const rttMs = limitingRoundTripMs(connection, window.cycleMs / window.cycles);
  if (rttMs === undefined) return undefined;
  const full = window.full(connection.otherThan(sender).settings.get(INITIAL_WINDOW_SIZE));
  const share = Math.round((window.cycleMs / durationMs) * 100);
  return {
    streamId: stream.id,
    explanation:
      `The ${side(sender)} sent ${bytes(dataBytes)} on stream ${stream.id} (${stream.name}) in ${milliseconds(durationMs)}, and waited ` +
      `${share} % of that for credit: ${window.cycles} times it had used up the window of ${bytes(full)}, for ` +
      `${milliseconds(window.cycleMs / window.cycles)} each. ${limit(full, rttMs, sender)}`,
    evidence: [stream.requestSeq, window.stalledBy, stream.closedSeq],
    cause: reader(sender),
  };
}

function slowConnection(connection: ConnectionFacts, sender: Side): Match | undefined {
  const { window, cycles } = connection.side(sender);
  if (window.cycles === 0) return undefined;
  cycles.look(window);
  if (cycles.seconds < MIN_SECONDS) return undefined;
  const cycleMs = cycles.waitedMs / cycles.cycles;
  const rttMs = limitingRoundTripMs(connection, cycleMs);
  if (rttMs === undefined || !connection.said.first(`L8 ${sender}`)) return undefined;
  const full = window.full();
  const share = Math.round(cycles.waitedMs / cycles.seconds / 10);
  return {
    explanation:
      `For ${cycles.seconds} s the ${side(sender)} has waited ${share} % of the time for credit of the connection: ${cycles.cycles} times it had ` +
      `used up its window of ${bytes(full)}, for ${milliseconds(cycleMs)} each. ${limit(full, rttMs, sender)}`,
    evidence: [window.stalledBy],
    cause: reader(sender),
  };
}

/** @returns the round trip that explains cycles of this length; undefined: a reader that is slow, a network that is near, or not known */
function limitingRoundTripMs(connection: ConnectionFacts, cycleMs: number): number | undefined {
  // What a server's PINGs measure is a round trip only where we are that server.
  if (cycleMs < MIN_CYCLE_MS || connection.opened.role !== 'SERVER') return undefined;
  const rttMs = leastRoundTripMs(connection);
  if (rttMs === undefined || cycleMs > rttMs * ROUND_TRIPS + MOMENT_MS) return undefined;
  // A whole cycle has a round trip in it: what was measured longer was a peer that was busy.
  return Math.min(rttMs, cycleMs);
}

function limit(full: number, rttMs: number, sender: Side): string {
  const perSecond = (full / rttMs) * 1000;
  return (
    `The round trip is ${milliseconds(rttMs)}, so this window lets no more than ${bytes(Math.round(perSecond))} a second pass; ` +
    `it is the ${side(reader(sender))} that sets it.`
  );
}
