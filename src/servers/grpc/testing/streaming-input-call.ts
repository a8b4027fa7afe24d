/** grpc.testing.TestService/StreamingInputCall: how many bytes all payloads have, when the client has half-closed. */

import { status } from '@grpc/grpc-js';

import { echoedTrailers, echoInitialMetadata } from './echo-metadata.ts';
import type { TestHandlers } from './handlers.ts';
import { type CallStatus, compressionRefusal, invalid } from './refusals.ts';
import { cameCompressedOf } from './request-compression.ts';

/** `aggregated_payload_size` is an int32. */
const MAX_AGGREGATED_BYTES = 2 ** 31 - 1;

export function createStreamingInputCall(): TestHandlers['StreamingInputCall'] {
  return (call, reply) => {
    const cameCompressed = cameCompressedOf(call);
    const metadata = echoedTrailers(call);
    let aggregatedPayloadSize = 0;
    let hasFailed = false;
    echoInitialMetadata(call);

    const fail = (failure: CallStatus): void => {
      hasFailed = true;
      reply({ ...failure, metadata });
    };
    call.on('data', ({ payload, expectCompressed }) => {
      if (hasFailed) return;
      aggregatedPayloadSize += payload?.body.length ?? 0;
      const refusal = compressionRefusal(expectCompressed, cameCompressed());
      if (refusal !== undefined) fail(invalid(refusal));
      else if (aggregatedPayloadSize > MAX_AGGREGATED_BYTES) fail(tooMuch(aggregatedPayloadSize));
    });
    call.on('end', () => {
      if (!hasFailed) reply(null, { aggregatedPayloadSize }, metadata);
    });
  };
}

function tooMuch(bytes: number): CallStatus {
  return { code: status.OUT_OF_RANGE, details: `${bytes} bytes of payload: expected at most ${MAX_AGGREGATED_BYTES}` };
}
