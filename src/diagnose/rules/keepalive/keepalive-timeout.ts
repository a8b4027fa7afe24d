import type { Side } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { SentPing } from '../../facts/pings.ts';
import type { Match, Rule } from '../../rule.ts';
import { gaveUp, type KeepaliveTimeout, keepaliveTimeout, unanswered } from '../shared/keepalive-timeout.ts';
import { count, milliseconds, side } from '../words.ts';

/** gRFC A8, KEEPALIVE_TIMEOUT, is 20 s by default: whoever waits for no longer has closed by then, and that is told instead. */
const LATE_MS = 25_000;

/** K4 */
export const KEEPALIVE_TIMEOUT: Rule = {
  id: 'K4',
  title: 'A PING was not answered in time',
  severity: 'WARNING',
  meaning:
    'One side asked with a PING whether the other is still there, and got no ACK. Keepalive then ends the connection with all its calls: ' +
    'clients of gRPC report UNAVAILABLE, "keepalive timeout". If the other side has sent nothing else, it is frozen or gone, or the ' +
    'network drops what is sent. If it has, it lives, and answers late: its ACK waits behind DATA, or it does not read.',
  wire: 'PING without a PING ACK of the same eight bytes for 25 s, or until the one who sent it ends the connection.',
  example: [
    '  10.000 SERVER PING 0000000000000001',
    '  30.000 SERVER GOAWAY NO_ERROR last=1 "keepalive_timeout"',
    '  30.000 conn closed ended by SERVER GOAWAY',
  ],
  reproduce: [
    'sre-test-server serve --keepalive-time-seconds 1 --keepalive-timeout-seconds 1',
    "grpcurl -plaintext -H 'x-sre-fault: keep_open' localhost:50051 sre.echo.v1.EchoService/Echo, stopped meanwhile: kill -STOP",
    'the other way round, with a server of which nothing is asked:',
    'sre-test-server serve',
    "grpcurl -plaintext -keepalive-time 10 -H 'x-sre-fault: hold_ping_ack;keep_open' localhost:50051 sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    { side: 'network', change: 'look for what drops packets without a reset: a firewall, NAT or a node that is gone' },
    { side: 'container', change: 'look whether the silent side was throttled, frozen, or busy with one long task' },
    {
      side: 'client',
      of: 'grpc-go',
      change: 'keepalive.ClientParameters.Timeout above the longest pause of the server',
    },
    { side: 'client', of: 'grpc-java', change: 'keepAliveTimeout' },
    { side: 'client', of: 'grpc-js and gRPC core', change: 'grpc.keepalive_timeout_ms' },
    {
      side: 'server',
      of: 'grpc-go',
      change: 'keepalive.ServerParameters.Timeout above the longest pause of the client',
    },
    { side: 'proxy', of: 'Envoy', change: 'connection_keepalive.timeout' },
  ],
  spec: ['RFC 9113 §6.7', 'gRFC A8, Basic Keepalive', 'gRPC PROTOCOL-HTTP2, PING Frame'],
  watches: {
    tick(connection, _, time): Match | undefined {
      return late(connection, 'CLIENT', time) ?? late(connection, 'SERVER', time);
    },
    // The one who does not answer may not read that it is over either, so that the connection closes much later.
    goaway(connection, { frame }, time): Match | undefined {
      return ended(connection, gaveUp(connection, frame.from, time), connection.streams.size, time);
    },
    connectionClosed(connection, closed, time): Match | undefined {
      return ended(connection, keepaliveTimeout(connection, closed, time), closed.openStreams, time);
    },
  },
};

function ended(
  connection: ConnectionFacts,
  timeout: KeepaliveTimeout | undefined,
  openStreams: number,
  time: number,
): Match | undefined {
  if (timeout === undefined || !connection.said.first('K4')) return undefined;
  const { pinger, ping, waitedMs } = timeout;
  const lost = openStreams === 0 ? '' : `, with ${count(openStreams, 'open stream')}`;
  const what = `The ${side(pinger)} waited ${milliseconds(waitedMs)} for the ACK of its PING, then ended the connection${lost}.`;
  const last = connection.closed === undefined ? connection.side(pinger).lastSeq : connection.closedSeq;
  return {
    severity: openStreams === 0 ? 'WARNING' : 'ERROR',
    cause: pinger,
    explanation: `${what} ${otherSide(connection, pinger, ping, time)}`,
    evidence: [ping.seq, last],
  };
}

function late(connection: ConnectionFacts, pinger: Side, time: number): Match | undefined {
  const ping = unanswered(connection, pinger);
  const waitedMs = ping === undefined ? 0 : (time - ping.time) / 1_000;
  // Behind its GOAWAY it waits no longer.
  const isLate = waitedMs >= LATE_MS && connection.side(pinger).goaways.length === 0;
  if (!connection.episodes.begins(`K4 ${pinger}`, isLate) || ping === undefined) return undefined;
  const what = `A PING of the ${side(pinger)} has had no ACK for ${milliseconds(waitedMs)}; gRPC waits for 20 s by default.`;
  return {
    cause: pinger,
    explanation: `${what} ${otherSide(connection, pinger, ping, time)}`,
    evidence: [ping.seq],
  };
}

/** Whether it lives. */
function otherSide(connection: ConnectionFacts, pinger: Side, ping: SentPing, time: number): string {
  const { from, lastAt = 0 } = connection.otherThan(pinger);
  const stalledMs = connection.side(pinger).window.stalledForMs(time);
  const unread = `The connection window of the ${side(pinger)} has been used up for ${milliseconds(stalledMs)}: it is not read.`;
  const isUnread = stalledMs === 0 ? '' : ` ${unread}`;
  if (lastAt <= ping.time)
    return `In that time the ${side(from)} sent nothing at all.${lull(connection, ping)}${isUnread}`;
  const after = milliseconds((lastAt - ping.time) / 1_000);
  return `The ${side(from)} lives: it sent other frames, the last one ${after} behind the PING.${isUnread}`;
}

function lull({ lull: before }: ConnectionFacts, ping: SentPing): string {
  if (before?.endedSeq !== ping.seq || before.endedAt !== ping.time) return '';
  return ` The PING was the first frame behind ${milliseconds(before.ms)} of silence: something on the way may have forgotten the connection.`;
}
