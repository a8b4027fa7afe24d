/** What comments say: everything of the trace that no packet can. */

import type {
  ClientHello,
  ConnectionClosed,
  ConnectionOpened,
  Finding,
  Frame,
  Http1,
  StreamClosed,
  Tls,
  TraceEvent,
} from '../../trace/event.ts';
import { hostPort } from '../address.ts';
import { describeLoss } from '../lost.ts';
import { count } from '../text.ts';
import { missingContent } from './frame-payload.ts';

export const NOT_CAPTURED = 'Not captured: stands for what had left the ring, or was not recorded.';

export const CUT_NOTE =
  'The beginning of this connection is not in the trace: its handshake, preface and first SETTINGS are made up here. All header fields ' +
  'are written as literals, and their lengths are not those that were sent.';

export const NO_ADDRESSES_NOTE = 'Its addresses and ports are not known: those of RFC 5737 stand for them.';

export const SERVER_FIRST_NOTE =
  'When the client sent its preface the trace does not tell, only that its first frame came later: it stands here so that readers ' +
  'recognise HTTP/2.';

/** Of the packet with SYN. */
export function openedWords(conn: string, opened: ConnectionOpened): string[] {
  const { listener, role, protocol, peer, local, tls, proxyProtocol, pairedConn } = opened;
  const words = [`${conn}: ${protocol} on the listener "${listener}"`];
  if (protocol === 'h2' || protocol === 'h2c') words.push(decodeAsWords(role === 'SERVER' ? local.port : peer.port));
  if (tls !== undefined) words.push(tlsWords(tls));
  if (proxyProtocol !== undefined) {
    const { version, source, destination } = proxyProtocol;
    words.push(`PROXY protocol version ${version}: from ${hostPort(source)} to ${hostPort(destination)}`);
  }
  if (pairedConn !== undefined) words.push(`The other leg of the proxy is ${pairedConn}.`);
  return words;
}

/** The preface does not help: Wireshark has no heuristic for HTTP/2 directly over TCP, only behind its dissector of HTTP/1. */
export function decodeAsWords(port: number): string {
  return `Wireshark looks for HTTP/2 in clear text on the ports of HTTP only. On others: Decode As, or tshark -d tcp.port==${port},http2`;
}

export function tlsWords({ version, cipher, alpn, sni, clientCertificate }: Tls): string {
  const facts = [
    ...[version, cipher],
    sni === undefined ? 'no SNI' : `SNI ${sni}`,
    alpn === undefined ? 'no ALPN' : `ALPN ${alpn}`,
    clientCertificate === undefined ? undefined : `client certificate ${clientCertificate}`,
  ];
  const known = facts.filter((fact) => fact !== undefined).join(', ');
  return `Sent over TLS (${known}), and in clear text here: as it was traced, behind the end of TLS.`;
}

export function closedWords(closed: ConnectionClosed): string {
  const { endedBy, how, error, ageMs, stage, openStreams, origin, originReason, clientHello } = closed;
  const by = endedBy === undefined ? 'us' : `the ${endedBy}`;
  const streams = openStreams === 0 ? '' : `, ${count(openStreams, 'stream')} open`;
  return [
    `Closed by ${by}: ${how}${error === undefined ? '' : `, ${error}`} (after ${ageMs} ms)`,
    `Stage ${stage}${streams}; origin ${origin}: ${originReason}`,
    ...(clientHello === undefined ? [] : [helloWords(clientHello)]),
  ].join('\n');
}

function helloWords({ sni, alpn }: ClientHello): string {
  const offered = alpn.length === 0 ? 'no ALPN' : `ALPN ${alpn.join(', ')}`;
  return `ClientHello of a handshake that came to no end: ${sni === undefined ? 'no SNI' : `SNI ${sni}`}, ${offered}`;
}

/** What there is to say of a frame beside its bytes. */
export function frameWords(frame: Frame): string[] {
  const words: string[] = [];
  const missing = missingContent(frame);
  if (missing !== undefined) {
    const { known, sent } = missing;
    words.push(
      `Of the ${sent} bytes of content the first ${known} are as sent. The others are zeros: the trace holds no more.`,
    );
  }
  if (frame.headers?.incomplete !== undefined)
    words.push(`Not all header fields are here: ${frame.headers.incomplete}`);
  if (frame.violation !== undefined) {
    const { error, scope, reason, spec } = frame.violation;
    words.push(`Violation: ${error} of the ${scope}: ${reason} (${spec})`);
  }
  return words;
}

export function http1Words({ stage, bodyLength = 0, startLine }: Http1, isWritten: boolean): string[] {
  if (stage === 'HEAD' || bodyLength === 0) return [];
  const length = `${count(bodyLength, 'byte')} of body`;
  if (!isWritten)
    return [`The end of a message whose head is not in the trace, "${startLine}": ${length} are not written.`];
  return [`The ${length} are zeros: the trace holds none of them.`];
}

export function findingWords(finding: Finding): string {
  const { id, rule, severity, title, explanation, advice, streamId, evidence, spec, count: seen } = finding;
  const where = streamId === undefined ? '' : `, stream ${streamId}`;
  const times = seen === 1 ? '' : `, seen ${seen} times`;
  const sources = [...spec, evidence.length === 0 ? '' : `events ${evidence.join(', ')}`].filter((each) => each !== '');
  return [`${severity}: ${title} [${rule} ${id}${where}${times}]`, explanation, advice, sources.join('; ')]
    .filter((line) => line !== '')
    .join('\n');
}

function streamClosedWords(closed: StreamClosed): string {
  const { streamId, how, endedBy, error, stage, originReason, retryReason } = closed;
  return [
    `Stream ${streamId} ended with ${error}: ${how} of the ${endedBy}, stage ${stage} (${originReason})`,
    `Retry: ${retryReason}`,
  ].join('\n');
}

/** Of events that are no packets; undefined where packets say it all. */
export function commentOf(event: TraceEvent): string | undefined {
  switch (event.kind) {
    case 'finding':
      return findingWords(event.finding);
    case 'traceLost':
      return describeLoss(event.traceLost);
    case 'streamClosed':
      return event.streamClosed.error === undefined ? undefined : streamClosedWords(event.streamClosed);
    case 'connectionOpened':
    case 'connectionClosed':
    case 'frame':
    case 'http1':
    case 'message':
    case 'streamOpened':
      return undefined;
  }
}
