import type { StreamFacts } from '../../facts/stream.ts';
import { grpcFraming } from './grpc-framing.ts';

/**
 * Whether what came of the response is gRPC's: grpc-status anywhere, or the head of a response with messages. True where no head came:
 * nobody knows. Who asks: S4; rules about cancellations and resets give way where it says no.
 */
export function answeredAsGrpc({ response, closed }: StreamFacts): boolean {
  if (response === undefined || response.isIncomplete === true || closed?.grpcStatus !== undefined) return true;
  return response.status === '200' && grpcFraming(response.contentType) !== undefined;
}
