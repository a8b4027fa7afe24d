/** What comments say: everything of the trace that no packet can. */

import type {
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

export function closedWords({ endedBy, how, error, ageMs }: ConnectionClosed): string {
  const by = endedBy === undefined ? 'us' : `the ${endedBy}`;
  return `Closed by ${by}: ${how}${error === undefined ? '' : `, ${error}`} (after ${ageMs} ms)`;
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
  const { rule, severity, title, explanation, advice, streamId, evidence, spec } = finding;
  const where = streamId === undefined ? '' : `, stream ${streamId}`;
  const sources = [...spec, evidence.length === 0 ? '' : `events ${evidence.join(', ')}`].filter((each) => each !== '');
  return [`${severity}: ${title} [${rule}${where}]`, explanation, advice, sources.join('; ')]
    .filter((line) => line !== '')
    .join('\n');
}

function streamClosedWords({ streamId, how, endedBy, error, originReason }: StreamClosed): string {
  return `Stream ${streamId} ended with ${error}: ${how} of the ${endedBy} (${originReason})`;
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
