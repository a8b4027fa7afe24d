/** Rows for what happens to whole connections, and for what was found on them. */

import type {
  ConnectionClosed,
  ConnectionOpened,
  Finding,
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
  const { endedBy, error = '', frames, streams, clientBytes, serverBytes } = closed;
  const words = printable(error);
  const fits = `${endText(closed, endedBy ?? '')}  ${words}`.length <= SUMMARY_COLUMNS;
  const details = fits ? [] : wrap(words, DETAIL_COLUMNS).map(palette.error);
  details.push(palette.dim(`${count(streams, 'stream')}  → ${clientBytes} B  ← ${serverBytes} B`));
  const totals = join(...frames.map(totalText));
  if (totals !== '') details.push(...wrap(totals, DETAIL_COLUMNS, '  ').map(palette.dim));
  const summary = endText(closed, endedBy === undefined ? '' : palette.side(endedBy, endedBy));
  return {
    label: 'conn closed',
    summary: join(summary, fits && words !== '' ? palette.error(words) : ''),
    details,
  };
}

/** @param who with its colour, or without to be measured */
function endText({ endedBy, how, ageMs }: ConnectionClosed, who: string): string {
  return `${endedBy === undefined ? 'ended' : `ended by ${who}`} ${how} after ${duration(ageMs)}`;
}

function totalText({ from, type, count: frames }: FrameTotal): string {
  return `${from === 'CLIENT' ? '→' : '←'} ${type} ${frames}`;
}

export function findingRow(finding: Finding, palette: Palette): PrettyRow {
  const { rule, severity, title, explanation, advice, streamId, evidence, spec } = finding;
  const sources = join(rule, evidence.length === 0 ? '' : `seq ${evidence.join(', ')}`, spec.join(', '));
  return {
    ...(streamId !== undefined && { streamId }),
    label: 'finding',
    summary: `${severityText(severity, palette)} ${printable(title)}`,
    details: [
      ...wrap(printable(explanation), DETAIL_COLUMNS),
      ...wrap(`Advice: ${printable(advice)}`, DETAIL_COLUMNS),
      palette.dim(printable(sources)),
    ],
  };
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
