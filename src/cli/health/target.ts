/** Whom `health` asks: a text, and what it means. */

import { hostPort } from '../../formats/address.ts';
import { printable } from '../../formats/escape.ts';
import { ConfigError } from '../config-error.ts';

export interface Endpoint {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}

export interface GrpcTarget extends Endpoint {
  readonly protocol: 'grpc';
  /** "" is the server as a whole. */
  readonly service: string;
}

export interface HttpTarget extends Endpoint {
  readonly protocol: 'http';
  /** With its query. */
  readonly path: string;
}

export type Target = GrpcTarget | HttpTarget;

const FORMS = 'host:port, grpc://host:port[/service], grpcs://, http://host[:port]/path or https://';

const HTTP_PORT = 80;
const HTTPS_PORT = 443;

/** @throws ConfigError with what came and what was expected */
export function parseTarget(typed: string): Target {
  const text = typed.includes('://') ? typed : `grpc://${typed}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === '') throw wrong(typed);
  if (url.username !== '' || url.password !== '') throw wrong(typed, 'it has a user, whom nobody is told');
  if (url.hash !== '') throw wrong(typed, 'what is behind # is never sent');
  switch (url.protocol) {
    case 'grpc:':
    case 'grpcs:':
      return grpcTarget(url, typed);
    case 'http:':
    case 'https:':
      return httpTarget(url, typed);
    default:
      throw wrong(typed);
  }
}

/** As the verdict names it: "grpc 127.0.0.1:50051 sre.echo.v1.EchoService", "https [::1]:8443 GET /ready". */
export function targetName(target: Target): string {
  const { host, port, isTls } = target;
  const at = `${target.protocol}${isTls ? 's' : ''} ${hostPort({ address: host, port })}`;
  if (target.protocol === 'http') return `${at} GET ${printable(target.path)}`;
  return target.service === '' ? at : `${at} ${printable(target.service)}`;
}

function grpcTarget(url: URL, typed: string): GrpcTarget {
  if (url.search !== '') throw wrong(typed, 'gRPC has no query');
  if (url.port === '') throw wrong(typed, 'it has no port');
  return { protocol: 'grpc', ...endpoint(url, typed, url.protocol === 'grpcs:'), service: serviceOf(url, typed) };
}

function httpTarget(url: URL, typed: string): HttpTarget {
  const path = `${url.pathname}${url.search}`;
  return { protocol: 'http', ...endpoint(url, typed, url.protocol === 'https:'), path };
}

function endpoint(url: URL, typed: string, isTls: boolean): Endpoint {
  const port = url.port === '' ? (isTls ? HTTPS_PORT : HTTP_PORT) : Number(url.port);
  if (port === 0) throw wrong(typed, 'nobody listens on port 0');
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, isTls };
}

function serviceOf(url: URL, typed: string): string {
  try {
    return decodeURIComponent(url.pathname.slice(1));
  } catch {
    throw wrong(typed, 'its service is not percent-encoded UTF-8');
  }
}

function wrong(typed: string, why?: string): ConfigError {
  return new ConfigError(
    `target '${withoutUser(typed)}'${why === undefined ? '' : `: ${why}`}: expected ${FORMS}; IPv6 in brackets`,
  );
}

/** What is printed ends up in logs: no password does. */
function withoutUser(typed: string): string {
  return printable(typed.replace(/\/\/[^/]*@/, '//…@').replace(/^[^/]*@/, '…@'));
}
