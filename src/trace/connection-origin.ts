/**
 * Who is to be asked about the end of a connection, the application or the infrastructure, and why that is thought. What one
 * connection does not tell is UNKNOWN: a FIN of a process that was killed is the FIN of one that had finished.
 */

import type { ConnectionEnd, ConnectionStage, FirstBytes, Side } from './event.ts';
import type { OriginVerdict } from './origin-verdict.ts';
import type { Announcement } from './protocol-trace.ts';

export interface ConnectionFate {
  readonly how: ConnectionEnd;
  /** Absent where we cut it. */
  readonly endedBy?: Side;
  readonly stage: ConnectionStage;
  readonly openStreams: number;
  readonly goaway?: Announcement;
  /** HTTP/1.1 has no GOAWAY, and no other way to cancel than to close. */
  readonly isHttp1: boolean;
  readonly firstBytes: readonly FirstBytes[];
  /** Sides that stopped within a frame, or a message. */
  readonly torn: readonly Side[];
}

type BySide = { readonly [side in Side]: OriginVerdict };

const BY_US: OriginVerdict = { origin: 'INFRASTRUCTURE', reason: 'ended by this server itself: its error says why' };

const FOREIGN: BySide = {
  CLIENT: {
    origin: 'INFRASTRUCTURE',
    reason: 'the client spoke another protocol: a wrong port or scheme, or TLS on one side only',
  },
  SERVER: {
    origin: 'INFRASTRUCTURE',
    reason: 'the server spoke another protocol: a wrong port or scheme, or TLS on one side only',
  },
};

const SILENT_CLIENT: OriginVerdict = {
  origin: 'UNKNOWN',
  reason: 'the client said nothing: a TCP health check, a port scan, or a connection made ahead',
};

const IN_OPENING: BySide = {
  CLIENT: { origin: 'UNKNOWN', reason: 'the client left before the connection was set up' },
  SERVER: {
    origin: 'INFRASTRUCTURE',
    reason: 'the server left before the connection was set up: it refused it or crashed, or a proxy did',
  },
};

const ANNOUNCED: BySide = {
  CLIENT: {
    origin: 'APPLICATION',
    reason: 'announced by GOAWAY, and no stream was open: the client closed its channel',
  },
  SERVER: {
    origin: 'INFRASTRUCTURE',
    reason: 'announced by GOAWAY, and no stream was open: a shutdown, a maximum age or an idle timeout of the server',
  },
};

const ANNOUNCED_WITH_STREAMS: BySide = {
  CLIENT: {
    origin: 'APPLICATION',
    reason:
      'behind a GOAWAY of the client with streams still open: it closed its channel without waiting for its calls',
  },
  SERVER: {
    origin: 'INFRASTRUCTURE',
    reason: 'behind a GOAWAY of the server with streams still open: its grace period was over, or was none',
  },
};

const CUT: OriginVerdict = {
  origin: 'INFRASTRUCTURE',
  reason: 'streams were open, and no GOAWAY came: a crash, a kill, or a proxy or load balancer that cut it',
};

const TORN: OriginVerdict = {
  origin: 'INFRASTRUCTURE',
  reason: 'who ended it had not finished what it was saying: a crash, a kill, or a proxy or load balancer that cut it',
};

const CUT_HTTP1: BySide = {
  CLIENT: {
    origin: 'UNKNOWN',
    reason:
      'the client left before the response was complete, as HTTP/1.1 cancels: its application, a timeout, a crash or a proxy',
  },
  SERVER: {
    origin: 'INFRASTRUCTURE',
    reason:
      'the server left before the response was complete: a crash, a kill, or a proxy or load balancer that cut it',
  },
};

const CLIENT_DONE: OriginVerdict = {
  origin: 'APPLICATION',
  reason: 'the client closed it with nothing open: it was done, or its process ended',
};

const SERVER_CLOSED_IDLE: OriginVerdict = {
  origin: 'INFRASTRUCTURE',
  reason:
    'the server closed it with nothing open, and without the GOAWAY of RFC 9113 §6.8: its process ended, or a proxy did it',
};

const SERVER_CLOSED_IDLE_HTTP1: OriginVerdict = {
  origin: 'UNKNOWN',
  reason: 'the server closed it with nothing open: "connection: close" asked for it, or its keep-alive time was over',
};

const RESET_IDLE: OriginVerdict = {
  origin: 'UNKNOWN',
  reason: 'reset with nothing open: a load balancer or NAT that forgot it, or a process that ended with bytes unread',
};

export function connectionOrigin(fate: ConnectionFate): OriginVerdict {
  const { how, endedBy, stage, firstBytes, goaway } = fate;
  if (how === 'LOCAL' || endedBy === undefined) return BY_US;
  const foreign = firstBytes.find(({ looksLike }) => looksLike !== 'NOTHING');
  if (foreign !== undefined) return FOREIGN[foreign.from];
  if (stage === 'OPENING') return isSilent(firstBytes) ? SILENT_CLIENT : IN_OPENING[endedBy];
  if (goaway !== undefined) return originOfAnnounced(goaway, fate);
  if (stage === 'ACTIVE') return fate.isHttp1 ? CUT_HTTP1[endedBy] : CUT;
  if (fate.torn.includes(endedBy)) return TORN;
  if (how === 'RST') return RESET_IDLE;
  if (endedBy === 'CLIENT') return CLIENT_DONE;
  return fate.isHttp1 ? SERVER_CLOSED_IDLE_HTTP1 : SERVER_CLOSED_IDLE;
}

function isSilent(firstBytes: readonly FirstBytes[]): boolean {
  return firstBytes.some(({ from, looksLike }) => from === 'CLIENT' && looksLike === 'NOTHING');
}

function originOfAnnounced({ from, error }: Announcement, { openStreams }: ConnectionFate): OriginVerdict {
  if (error !== 'NO_ERROR') {
    const side = from.toLowerCase();
    const reason = `GOAWAY ${error || 'without a known code'} of the ${side}: an error of the connection, not of a call`;
    return { origin: 'INFRASTRUCTURE', reason };
  }
  return openStreams === 0 ? ANNOUNCED[from] : ANNOUNCED_WITH_STREAMS[from];
}
