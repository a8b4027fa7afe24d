/** Rows for what happens to whole connections, and for what was found on them. */

import type {
  ClientHello,
  ConnectionClosed,
  ConnectionOpened,
  Finding,
  FirstBytes,
  FrameTotal,
  ProxyProtocol,
  Severity,
  Tls,
  TraceLost,
} from '../trace/event.ts';
import { hostPort } from './address.ts';
import { printable, printableBytes } from './escape.ts';
import { describeLoss } from './lost.ts';
import type { Palette } from './palette.ts';
import { DETAIL_COLUMNS, join, type PrettyRow, SUMMARY_COLUMNS } from './pretty-row.ts';
import { count, duration, wrap } from './text.ts';
import { timeOfDay } from './time.ts';

export function connectionOpenedRow(opened: ConnectionOpened, palette: Palette): PrettyRow {
  const { role, protocol, listener, peer, local, tls, proxyProtocol, pairedConn } = opened;
  const [client, server] = role === 'SERVER' ? [peer, local] : [local, peer];
  const ends = `${palette.side('CLIENT', hostPort(client))} → ${palette.side('SERVER', hostPort(server))}`;
  const details: string[] = [];
  if (tls !== undefined) details.push(...tlsLines(tls).map(palette.dim));
  if (proxyProtocol !== undefined) details.push(palette.dim(proxyText(proxyProtocol)));
  return {
    label: 'conn opened',
    summary: join(
      ends,
      protocol,
      palette.dim(listener),
      pairedConn === undefined ? '' : palette.dim(`with ${pairedConn}`),
    ),
    details,
  };
}

function tlsLines({ version, cipher, alpn, sni, clientCertificate }: Tls): string[] {
  const session = join(
    version ?? 'TLS',
    cipher ?? '',
    alpn === undefined ? '' : `alpn ${printableBytes(alpn)}`,
    sni === undefined ? '' : `sni ${printableBytes(sni)}`,
  );
  return clientCertificate === undefined ? [session] : [session, `client certificate ${printable(clientCertificate)}`];
}

function proxyText({ version, source, destination }: ProxyProtocol): string {
  return `PROXY v${version} ${hostPort(source)} → ${hostPort(destination)}`;
}

export function connectionClosedRow(closed: ConnectionClosed, palette: Palette): PrettyRow {
  const { endedBy, error = '', frames, streams, openStreams, clientBytes, serverBytes } = closed;
  const words = printable(error);
  const fits = `${endText(closed, endedBy ?? '')}  ${words}`.length <= SUMMARY_COLUMNS;
  const details = fits ? [] : wrap(words, DETAIL_COLUMNS).map(palette.error);
  details.push(...wrap(attribution(closed), DETAIL_COLUMNS).map(palette.dim));
  if (closed.firstBytes !== undefined) details.push(`began with ${closed.firstBytes.map(firstBytesText).join(', ')}`);
  if (closed.clientHello !== undefined) details.push(...wrap(helloText(closed.clientHello), DETAIL_COLUMNS));
  const open = openStreams === 0 ? '' : `, ${openStreams} open`;
  details.push(palette.dim(`${count(streams, 'stream')}${open}  → ${clientBytes} B  ← ${serverBytes} B`));
  const totals = join(...frames.map(totalText));
  if (totals !== '') details.push(...wrap(totals, DETAIL_COLUMNS, '  ').map(palette.dim));
  const summary = endText(closed, endedBy === undefined ? '' : palette.side(endedBy, endedBy));
  return {
    label: 'conn closed',
    summary: join(summary, fits && words !== '' ? palette.error(words) : ''),
    details,
  };
}

function attribution({ stage, origin, originReason }: ConnectionClosed): string {
  return `stage ${stage}, origin ${origin}: ${printable(originReason)}`;
}

function firstBytesText({ from, looksLike, tlsAlert }: FirstBytes): string {
  return `${from === 'CLIENT' ? '→' : '←'} ${looksLike}${tlsAlert === undefined ? '' : ` ${tlsAlert}`}`;
}

function helloText({ sni, alpn }: ClientHello): string {
  const offered = alpn.length === 0 ? 'no ALPN' : `ALPN ${alpn.map(printableBytes).join(', ')}`;
  return `ClientHello: ${sni === undefined ? 'no SNI' : `SNI ${printableBytes(sni)}`}, ${offered}`;
}

/** @param who with its colour, or without to be measured */
function endText({ endedBy, how, ageMs }: ConnectionClosed, who: string): string {
  return `${endedBy === undefined ? 'ended' : `ended by ${who}`} ${how} after ${duration(ageMs)}`;
}

function totalText({ from, type, count: frames }: FrameTotal): string {
  return `${from === 'CLIENT' ? '→' : '←'} ${type} ${frames}`;
}

export function findingRow(finding: Finding, palette: Palette): PrettyRow {
  const { severity, title, explanation, advice, streamId, count: seen } = finding;
  return {
    ...(streamId !== undefined && { streamId }),
    label: 'finding',
    summary: join(`${severityText(severity, palette)} ${printable(title)}`, seen > 1 ? palette.dim(`×${seen}`) : ''),
    details: [
      ...wrap(printable(explanation), DETAIL_COLUMNS),
      ...adviceLines(advice),
      ...sourceLines(finding).map(palette.dim),
    ],
  };
}

/** Of several lines each is about another knob, and has its own beginning. */
function adviceLines(advice: string): string[] {
  const [first = '', ...others] = advice.split('\n').map(printable);
  if (others.length === 0) return wrap(`Advice: ${first}`, DETAIL_COLUMNS);
  const lines = [first, ...others].flatMap((line) => hanging(wrap(line, DETAIL_COLUMNS - HANGING.length)));
  return ['Advice:', ...lines];
}

const STEP = '  ';
const HANGING = STEP + STEP;

function hanging(lines: readonly string[]): string[] {
  return lines.map((line, n) => (n === 0 ? STEP : HANGING) + line);
}

function sourceLines({ id, rule, evidence, spec, count: seen, firstTime, lastTime }: Finding): string[] {
  const sources = join(
    `${rule} (${id})`,
    seen > 1 ? `seen ${seen} times, ${timeOfDay(firstTime)} to ${timeOfDay(lastTime)}` : '',
    evidence.length === 0 ? '' : `seq ${evidence.join(', ')}`,
    spec.join(', '),
  );
  // Between parts where that is enough; a long part by its words.
  return wrap(printable(sources), DETAIL_COLUMNS, '  ').flatMap((line) => wrap(line, DETAIL_COLUMNS));
}

function severityText(severity: Severity, palette: Palette): string {
  switch (severity) {
    case 'ERROR':
      return palette.error(severity);
    case 'WARNING':
      return palette.warning(severity);
    case 'INFO':
      return severity;
  }
}

export function traceLostRow(lost: TraceLost, palette: Palette): PrettyRow {
  return { label: 'trace lost', summary: palette.error(describeLoss(lost)), details: [] };
}
