import type { StreamClosed } from '../trace/event.ts';
import type { StreamFacts } from './facts/stream.ts';

/** RFC 9110 §15.5. */
const FIRST_ERROR_STATUS = 400;

/** Whether it was reset or cut, or its status is not that of success. Nearly all streams are sent away by the first comparison. */
export function isFailed(stream: StreamFacts, { how, grpcStatus, httpStatus = 0 }: StreamClosed): boolean {
  if (how === 'TRAILERS' && grpcStatus?.code === 0) return false;
  if (how === 'RST_STREAM' || how === 'CONNECTION_CLOSED') return true;
  if (grpcStatus !== undefined) return grpcStatus.code !== 0;
  return stream.isGrpc || httpStatus >= FIRST_ERROR_STATUS;
}

/** Whether it has shown that the server has the method: it answered with more than a status, and without one that denies it. */
export function hasHandler({ server }: StreamFacts, { how, grpcStatus }: StreamClosed): boolean {
  if (how === 'TRAILERS') return grpcStatus !== undefined && grpcStatus.code !== UNIMPLEMENTED;
  return server.messageCount > 0;
}

const UNIMPLEMENTED = 12;
