/** What a connection is, row by row: who, over what, for how long. */

import { hostPort } from '../../formats/address.ts';
import { printable, printableBytes } from '../../formats/escape.ts';
import type { ConnectionClosed, ConnectionOpened, FirstBytes, FrameTotal } from '../../trace/event.ts';
import type { SummaryJson } from '../source/server-json.ts';
import type { ConnectionRow } from '../state/state.ts';
import { bytes, instant, whole } from './amounts.ts';
import { ageText, sideWord } from './connection-words.ts';

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** A connection that it names. */
  readonly conn?: string;
}

/** Whatever is known of it, by whom it may be. */
export interface KnownOf {
  readonly opened: ConnectionOpened | undefined;
  readonly summary: SummaryJson | undefined;
  readonly row: ConnectionRow | undefined;
}

export function factsOf({ opened, summary, row }: KnownOf): readonly Fact[] {
  return [...(opened === undefined ? [] : [...endFacts(opened), ...tlsFacts(opened)]), ...countFacts(summary, row)];
}

function endFacts({ role, peer, local, listener, protocol, proxyProtocol, pairedConn }: ConnectionOpened): Fact[] {
  const facts = [
    { label: role === 'SERVER' ? 'peer, the client' : 'peer, the server', value: hostPort(peer) },
    { label: role === 'SERVER' ? 'local, the server' : 'local, the client', value: hostPort(local) },
    { label: 'listener', value: listener },
    { label: 'protocol', value: protocol },
  ];
  if (proxyProtocol !== undefined) {
    const { version, source, destination } = proxyProtocol;
    const value = `version ${version}: ${hostPort(source)} → ${hostPort(destination)}`;
    facts.push({ label: 'PROXY protocol', value });
  }
  return pairedConn === undefined ? facts : [...facts, { label: 'other leg', value: pairedConn, conn: pairedConn }];
}

function tlsFacts({ protocol, tls }: ConnectionOpened): Fact[] {
  if (tls === undefined) return protocol === 'tls' ? [] : [{ label: 'TLS', value: 'none: clear text' }];
  const { version, cipher, alpn, sni, clientCertificate } = tls;
  return [
    { label: 'TLS', value: [version, cipher].filter((part) => part !== undefined).join(', ') || 'version not known' },
    { label: 'ALPN', value: alpn === undefined ? 'none' : printableBytes(alpn) },
    { label: 'SNI', value: sni === undefined ? 'none' : printableBytes(sni) },
    { label: 'client certificate', value: clientCertificate === undefined ? 'none' : printable(clientCertificate) },
  ];
}

/** The server's own counts are newer than those of the list. */
function countFacts(summary: SummaryJson | undefined, row: ConnectionRow | undefined): Fact[] {
  const counts = summary ?? row;
  if (counts === undefined) return [];
  const { ageMs, idleMs, streams, openStreams, clientBytes, serverBytes } = counts;
  const facts = [
    { label: 'age', value: `${ageText(ageMs)}${idleMs === undefined ? '' : `, idle ${ageText(idleMs)}`}` },
    { label: 'streams', value: `${whole(openStreams)} open, ${whole(streams - openStreams)} done` },
    { label: 'bytes', value: `client ${bytes(clientBytes)}, server ${bytes(serverBytes)}` },
  ];
  const frames = framesText(summary?.frames ?? row?.closed?.frames ?? []);
  if (frames !== '') facts.push({ label: 'frames', value: frames });
  const openedAt = summary?.openedAt ?? (row?.openedAt === undefined ? undefined : instant(row.openedAt));
  return openedAt === undefined ? facts : [{ label: 'opened', value: openedAt }, ...facts];
}

function framesText(totals: readonly FrameTotal[]): string {
  const of = (side: FrameTotal['from']) => {
    const own = totals.filter(({ from }) => from === side).map(({ type, count }) => `${type} ${whole(count)}`);
    return own.length === 0 ? [] : [`${sideWord(side)} ${own.join(' ')}`];
  };
  return [...of('CLIENT'), ...of('SERVER')].join('; ');
}

/** What else its end tells. */
export function endFactsOf({ error, firstBytes = [], clientHello }: ConnectionClosed): readonly Fact[] {
  const facts: Fact[] = error === undefined ? [] : [{ label: 'error', value: printable(error) }];
  for (const each of firstBytes) facts.push({ label: `${sideWord(each.from)} began with`, value: beginning(each) });
  if (clientHello === undefined) return facts;
  const sni = clientHello.sni === undefined ? 'no SNI' : `SNI ${printableBytes(clientHello.sni)}`;
  const alpn = clientHello.alpn.length === 0 ? 'no ALPN' : `ALPN ${clientHello.alpn.map(printableBytes).join(', ')}`;
  return [...facts, { label: 'ClientHello', value: `${sni}, ${alpn}` }];
}

const BEGINNINGS: { readonly [kind in FirstBytes['looksLike']]: string } = {
  TLS_HANDSHAKE: 'a TLS handshake',
  TLS_ALERT: 'a TLS alert',
  HTTP1: 'HTTP/1',
  NOTHING: 'nothing',
  OTHER: 'bytes of another protocol',
};

/** RFC 8446 §6 has the numbers of alerts. */
function beginning({ looksLike, tlsAlert }: FirstBytes): string {
  return `${BEGINNINGS[looksLike]}${tlsAlert === undefined ? '' : `, number ${tlsAlert} of RFC 8446 §6`}`;
}

const RECORDING: { readonly [state in SummaryJson['recording']]: string | undefined } = {
  RECORDED: undefined,
  NOT_RECORDED: 'It is not being recorded: what is drawn is what was recorded before.',
  UNTRACED: 'It was accepted while tracing was off: of it only addresses and bytes are known.',
};

interface Held {
  readonly eventCount: number;
  readonly hasBeginning: boolean;
  /** There are older ones, which were not asked for. */
  readonly isCut: boolean;
}

/** In words, what of the connection is not there to be drawn. */
export function missingOf(held: Held, summary: SummaryJson | undefined): readonly string[] {
  const recording = summary === undefined ? undefined : RECORDING[summary.recording];
  const missing = recording === undefined ? [] : [recording];
  if (held.isCut) missing.push(`Drawn from its newest ${whole(held.eventCount)} events; older ones are left out.`);
  else if (held.eventCount === 0) missing.push('No event of it is held any more.');
  else if (!held.hasBeginning) missing.push('Its first events are not held: it is drawn from the first that is.');
  return missing;
}
