/** grpc.testing.TestService/UnaryCall: a payload of the size, or the status, that was asked for. */

import type { SimpleRequest__Output as SimpleRequest } from '../../../gen/grpc/testing/SimpleRequest.ts';
import { compressReplies } from '../response-compression.ts';
import { echoedTrailers, echoInitialMetadata } from './echo-metadata.ts';
import type { TestHandlers } from './handlers.ts';
import { payloadOf } from './payload.ts';
import {
  compressionRefusal,
  firstRefusal,
  invalid,
  replyCompressionRefusal,
  responseTypeRefusal,
  sizeRefusal,
  statusAskedFor,
  statusRefusal,
  unservedRefusal,
} from './refusals.ts';
import { cameCompressedOf } from './request-compression.ts';

/** For `fill_server_id`. */
export interface Identity {
  /** Unique to this process. */
  readonly serverId: string;
  readonly hostname: string;
}

export function createUnaryCall(identity: Identity): TestHandlers['UnaryCall'] {
  return (call, reply) => {
    const { request } = call;
    const compression = request.responseCompressed?.value === true ? compressReplies(call) : undefined;
    const metadata = echoedTrailers(call);
    echoInitialMetadata(call);
    const refusal = firstRefusal(
      refusalOf(request),
      compressionRefusal(request.expectCompressed, cameCompressedOf(call)()),
      replyCompressionRefusal('response_compressed', request.responseCompressed, compression),
    );
    const status = refusal === undefined ? statusAskedFor(request.responseStatus) : invalid(refusal);
    if (status !== undefined) {
      reply({ ...status, metadata });
      return;
    }
    compression?.next(true);
    const who = request.fillServerId ? identity : {};
    reply(null, { payload: payloadOf(request.responseSize), ...who }, metadata);
  };
}

function refusalOf(request: SimpleRequest): string | undefined {
  return firstRefusal(
    responseTypeRefusal(request.responseType),
    sizeRefusal('response_size', request.responseSize),
    statusRefusal(request.responseStatus),
    unservedRefusal('fill_username', request.fillUsername, 'nobody is authenticated here'),
    unservedRefusal('fill_oauth_scope', request.fillOauthScope, 'nobody is authenticated here'),
    unservedRefusal('orca_per_query_report', request.orcaPerQueryReport !== null, 'load reports are not served'),
    unservedRefusal('orca_oob_report', request.orcaOobReport !== null, 'load reports are not served'),
  );
}
