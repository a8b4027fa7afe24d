/** Calls of gRPC that do not say so, or that speak another protocol than the server: Connect, gRPC-Web, JSON. */

import type { StreamClosed } from '../../../trace/event.ts';
import type { StreamFacts } from '../../facts/stream.ts';

/** RFC 9110 §15.5.16. */
const UNSUPPORTED_MEDIA_TYPE = 415;

/** "/pkg.Service/Method": a service with a package, since others are paths as plain HTTP has them. */
const PATH_OF_METHOD = /^\/\w+(?:\.\w+)+\/\w+$/;

/** Whether it was turned away because of its content-type, though it was meant for a method of gRPC. */
export function isUnsupportedContentType(stream: StreamFacts, { httpStatus }: StreamClosed): boolean {
  return httpStatus === UNSUPPORTED_MEDIA_TYPE && (stream.isGrpc || PATH_OF_METHOD.test(stream.path));
}
