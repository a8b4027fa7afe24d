/** What happens to whole connections as trees: openings, ends, and what the trace lost. */

import { hostPort } from '../../formats/address.ts';
import { printable, printableBytes } from '../../formats/escape.ts';
import { describeLoss } from '../../formats/lost.ts';
import { duration } from '../../formats/text.ts';
import type {
  ClientHello,
  ConnectionClosed,
  ConnectionOpened,
  FirstBytes,
  FrameTotal,
  Tls,
  TraceLost,
} from '../../trace/event.ts';
import { whole } from './amounts.ts';
import { sideTone } from './detail-frame.ts';
import { byteCount, type DetailNode, node, nodes } from './detail-node.ts';
import { connTerm, equals, short, where } from './detail-term.ts';
import {
  CONNECTION_ENDS,
  CONNECTION_STAGES,
  FIRST_BYTES,
  meaningOf,
  ORIGINS,
  PROTOCOLS,
  TLS_ALERTS,
} from './meanings.ts';

export function connectionOpenedNodes(opened: ConnectionOpened): DetailNode[] {
  const { listener, role, protocol, peer, local, tls, proxyProtocol, pairedConn } = opened;
  const [meaning, spec] = meaningOf(PROTOCOLS, protocol) ?? [];
  return nodes(
    node('listener', printable(listener), { term: short(`listener:${listener}`) }),
    node('we are', role.toLowerCase(), { tone: sideTone(role), term: equals('connectionOpened.role', role) }),
    node('protocol', printable(protocol), { meaning, spec, term: equals('connectionOpened.protocol', protocol) }),
    node('peer', hostPort(peer), { term: equals('connectionOpened.peer.address', peer.address) }),
    node('local', hostPort(local)),
    tls && tlsNode(tls),
    proxyProtocol &&
      node('PROXY protocol', `v${proxyProtocol.version}`, {
        meaning: 'what a load balancer put in front',
        children: [
          node('source', hostPort(proxyProtocol.source), { meaning: 'the client that it serves' }),
          node('destination', hostPort(proxyProtocol.destination)),
        ],
      }),
    pairedConn === undefined
      ? undefined
      : node('other leg', printable(pairedConn), { meaning: 'of the proxied pair', term: connTerm(pairedConn) }),
  );
}

function tlsNode({ version, cipher, alpn, sni, clientCertificate }: Tls): DetailNode {
  return node('TLS', printable(version ?? 'yes'), {
    term: version === undefined ? undefined : equals('connectionOpened.tls.version', version),
    children: nodes(
      cipher === undefined ? undefined : node('cipher', printable(cipher), { spec: 'RFC 8446 §B.4' }),
      alpn === undefined
        ? undefined
        : node('ALPN', printableBytes(alpn), { meaning: 'the protocol that was agreed on', spec: 'RFC 7301 §3.2' }),
      sni === undefined
        ? undefined
        : node('SNI', printableBytes(sni), {
            meaning: 'whom the client called',
            spec: 'RFC 6066 §3',
            term: equals('connectionOpened.tls.sni', sni),
          }),
      clientCertificate === undefined ? undefined : node('client certificate', printable(clientCertificate)),
    ),
  });
}

export function connectionClosedNodes(closed: ConnectionClosed): DetailNode[] {
  const { endedBy, how, error, ageMs, streams, openStreams, clientBytes, serverBytes, firstBytes, clientHello } =
    closed;
  return nodes(
    node('how', printable(how), {
      meaning: meaningOf(CONNECTION_ENDS, how),
      term: equals('connectionClosed.how', how),
    }),
    endedBy && node('ended by', endedBy.toLowerCase(), { tone: sideTone(endedBy) }),
    error === undefined ? undefined : node('error', printable(error), { tone: 'error' }),
    ...attributionNodes(closed),
    node('age', duration(ageMs)),
    node('streams', streams, {
      children: openStreams === 0 ? undefined : [openStreamsNode(openStreams)],
    }),
    node('client sent', byteCount(clientBytes), { tone: 'client' }),
    node('server sent', byteCount(serverBytes), { tone: 'server' }),
    ...(firstBytes ?? []).map(firstBytesNode),
    clientHello && helloNode(clientHello),
    closed.frames.length === 0 ? undefined : framesNode(closed.frames),
  );
}

function attributionNodes({ stage, origin, originReason }: ConnectionClosed): DetailNode[] {
  return [
    node('stage', printable(stage).toLowerCase(), {
      meaning: meaningOf(CONNECTION_STAGES, stage),
      term: equals('connectionClosed.stage', stage),
    }),
    node('origin', printable(origin).toLowerCase(), {
      meaning: printable(originReason) || meaningOf(ORIGINS, origin),
      term: equals('connectionClosed.origin', origin),
    }),
  ];
}

function openStreamsNode(openStreams: number): DetailNode {
  return node('open', openStreams, {
    meaning: 'had not ended, and went down with it',
    tone: 'warning',
    term: where('connectionClosed.openStreams', 'connectionClosed.openStreams > 0'),
  });
}

function firstBytesNode({ from, looksLike, tlsAlert }: FirstBytes): DetailNode {
  const children =
    tlsAlert === undefined
      ? undefined
      : [node('alert', String(tlsAlert), { meaning: meaningOf(TLS_ALERTS, String(tlsAlert)), spec: 'RFC 8446 §6' })];
  return node(`${from.toLowerCase()} began`, meaningOf(FIRST_BYTES, looksLike) ?? printable(looksLike), {
    meaning: "in place of the connection's protocol",
    tone: sideTone(from),
    children,
  });
}

function helloNode({ sni, alpn }: ClientHello): DetailNode {
  return node('ClientHello', '', {
    meaning: 'what the TLS client offered',
    spec: 'RFC 8446 §4.1.2',
    children: [
      node('SNI', sni === undefined ? 'none' : printableBytes(sni)),
      node('ALPN', alpn.length === 0 ? 'none' : alpn.map(printableBytes).join(', '), { spec: 'RFC 7301 §3.1' }),
    ],
  });
}

function framesNode(totals: readonly FrameTotal[]): DetailNode {
  const all = totals.reduce((sum, { count }) => sum + count, 0);
  const children = totals.map(({ from, type, count }) =>
    node(type, whole(count), { meaning: `from the ${from.toLowerCase()}`, tone: sideTone(from) }),
  );
  return node('frames', all, { children });
}

export function traceLostNodes(lost: TraceLost): DetailNode[] {
  const { from, dropped, firstSeq, lastSeq } = lost;
  return nodes(
    node('what', describeLoss(lost), { tone: 'error' }),
    from && node('of', from.toLowerCase(), { meaning: 'nothing more of it can be read', tone: sideTone(from) }),
    node('events', dropped === 0 ? 'nobody knows how many' : whole(dropped)),
    firstSeq === undefined ? undefined : node('first', whole(firstSeq)),
    lastSeq === undefined ? undefined : node('last', whole(lastSeq)),
  );
}
