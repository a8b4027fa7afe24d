/** What the answer to a Check says of the server. */

import type { IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2';
import { parseContentType } from '../../wire/grpc/content-type.ts';
import { parseStatus } from '../../wire/grpc/status.ts';
import { decodeStatusMessage } from '../../wire/grpc/status-message.ts';
import { errorName } from '../../wire/http2/error-code.ts';
import type { Stage } from './attempt.ts';
import { decodeCheckResponse } from './check-messages.ts';
import { overHttp } from './hints.ts';
import type { GrpcTarget } from './target.ts';
import { closedVerdict } from './trouble.ts';
import { bounded, healthy, notHealthy, type Verdict } from './verdict.ts';

/** The response of Check has two bytes. Whoever sends more than this answers something else, and is not listened to. */
export const MAX_BODY_BYTES = 4_096;

export interface GrpcAnswer {
  /** Of the response; none where it never began. */
  readonly fields: IncomingHttpHeaders & IncomingHttpStatusHeader;
  readonly trailers?: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Of RST_STREAM; 0 where there was none. */
  readonly resetCode?: number;
  /** Of GOAWAY. */
  readonly goaway?: number;
  /** The connection, before the stream was over. */
  readonly hasClosed?: boolean;
}

export function grpcVerdict(answer: GrpcAnswer, target: GrpcTarget, stage: Stage): Verdict {
  const { fields, trailers } = answer;
  const httpStatus = fields[':status'];
  if (httpStatus === undefined) return noResponse(answer, target, stage);
  const contentType = fields['content-type'] ?? '';
  if (httpStatus !== 200 || parseContentType(contentType)?.protocol !== 'grpc') {
    const type = contentType === '' ? '' : ` (${bounded(contentType)})`;
    return notHealthy(
      `HTTP ${httpStatus}${type}`,
      `no gRPC server answers so: it is a proxy, or an HTTP server, ${overHttp(target)}`,
    );
  }
  if (answer.body.length > MAX_BODY_BYTES) return noCheckResponse(answer.body);
  const status = text(trailers?.['grpc-status'] ?? fields['grpc-status']);
  if (status === undefined) return cutOff(answer);
  if (status !== '0') {
    return refused(status, text(trailers?.['grpc-message'] ?? fields['grpc-message']) ?? '', target);
  }
  return served(answer.body);
}

function served(body: Buffer): Verdict {
  const status = decodeCheckResponse(body);
  switch (status) {
    case 'SERVING':
      return healthy(status);
    case 'NOT_SERVING':
      return notHealthy(status, 'the server is up, and says that it takes no traffic: it starts, stops or was told to');
    case undefined:
      return noCheckResponse(body);
    default:
      return notHealthy(status, 'the server is up, and does not say that it serves');
  }
}

function noCheckResponse({ length }: Buffer): Verdict {
  return notHealthy(`answered ${length} bytes that are no HealthCheckResponse`, 'it is no grpc.health.v1.Health');
}

function refused(value: string, encodedMessage: string, target: GrpcTarget): Verdict {
  const { name, code } = parseStatus(value);
  const says = encodedMessage === '' ? undefined : `it says: ${bounded(decodeStatusMessage(encodedMessage))}`;
  const what = name === '' ? `grpc-status ${code ?? bounded(value)}` : name;
  if (name === 'UNIMPLEMENTED') {
    return notHealthy(
      what,
      `there is no grpc.health.v1.Health: register it in the server, or ask an HTTP endpoint, ${overHttp(target)}`,
    );
  }
  if (name === 'NOT_FOUND') return notHealthy(what, says ?? 'it does not know this service');
  return notHealthy(what, says);
}

function noResponse({ resetCode = 0, goaway, hasClosed }: GrpcAnswer, target: GrpcTarget, stage: Stage): Verdict {
  if (goaway !== undefined) return notHealthy(`sent GOAWAY ${errorWords(goaway)}`, 'it stops, or refuses this client');
  if (hasClosed === true) return closedVerdict(target, stage);
  return notHealthy(`sent RST_STREAM ${errorWords(resetCode)}`, 'it speaks HTTP/2, and refuses the call');
}

function cutOff({ resetCode = 0, hasClosed }: GrpcAnswer): Verdict {
  const end = resetCode === 0 ? 'END_STREAM' : `RST_STREAM ${errorWords(resetCode)}`;
  const how = hasClosed === true ? 'the connection closed' : end;
  return notHealthy(`answered without a grpc-status (${how})`, 'the server or a proxy cut its answer off');
}

function errorWords(code: number): string {
  return errorName(code) || String(code);
}

function text(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}
