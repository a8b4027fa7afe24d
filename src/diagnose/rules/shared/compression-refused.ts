import type { StreamClosed } from '../../../trace/event.ts';
import type { StreamFacts } from '../../facts/stream.ts';

/** gRPC statuscodes: a server that does not know the encoding of a request answers as if it did not know the method. */
const UNIMPLEMENTED = 12;

const ABOUT_COMPRESSION = /compress|encoding/i;

/** Whether the call failed because the server cannot decompress its request. @returns the encoding, or undefined */
export function refusedEncoding({ request }: StreamFacts, { grpcStatus }: StreamClosed): string | undefined {
  if (grpcStatus?.code !== UNIMPLEMENTED || !isCompressed(request.grpcEncoding)) return undefined;
  return ABOUT_COMPRESSION.test(grpcStatus.message) ? request.grpcEncoding : undefined;
}

export function isCompressed(encoding: string | undefined): encoding is string {
  return encoding !== undefined && encoding !== 'identity';
}
