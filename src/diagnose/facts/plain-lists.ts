/** Which header lists of gRPC say nothing that any rule could have a word for. Most do: what is not plain is looked at in full. */

import type { HeaderField, Headers } from '../../trace/event.ts';
import type { RequestHead } from './request-head.ts';

/** Far below any limit that a server or a proxy has. */
const MAX_LIST_SIZE = 4 * 1024;

export function isPlainRequest({ listSize, incomplete }: Headers, head: RequestHead): boolean {
  return (
    listSize <= MAX_LIST_SIZE &&
    incomplete === undefined &&
    head.contentType !== undefined &&
    isGrpcType(head.contentType) &&
    head.te === 'trailers' &&
    (head.grpcEncoding ?? 'identity') === 'identity' &&
    head.malformed === undefined &&
    !hasTraces(head)
  );
}

/** Of a proxy, or of an earlier attempt. */
function hasTraces({ proxy, requestId, ...attempts }: RequestHead): boolean {
  if (proxy !== undefined || requestId !== undefined) return true;
  const { previousAttempts, transparentAttempts, envoyAttemptCount } = attempts;
  return (previousAttempts ?? transparentAttempts ?? envoyAttemptCount) !== undefined;
}

function isGrpcType(contentType: string): boolean {
  return contentType === 'application/grpc' || contentType === 'application/grpc+proto';
}

/** What each response has another value of. */
const CHANGING = ['x-sre-trace', 'traceresponse', 'date'];

/** What a response may have beside those, and the values that are plain. */
const PLAIN_FIELDS = new Map<string, (value: string) => boolean>([
  [':status', (value) => value === '200'],
  ['content-type', isGrpcType],
  ['grpc-encoding', (value) => value === 'identity'],
  ['grpc-accept-encoding', () => true],
]);

/** The heads of responses, of which each is another list: told by the plain one that came last. */
export class PlainResponses {
  private last: Headers['fields'] = [];

  isPlain({ fields, listSize, incomplete }: Headers): boolean {
    if (incomplete !== undefined || listSize > MAX_LIST_SIZE) return false;
    if (isLike(fields, this.last)) return true;
    if (!fields.every(isPlainField)) return false;
    this.last = fields;
    return true;
  }
}

/** HPACK gives the same object for a field that was indexed, and one string for its name. */
function isLike(fields: Headers['fields'], last: Headers['fields']): boolean {
  if (fields.length !== last.length) return false;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as HeaderField;
    const before = last[i] as HeaderField;
    if (field === before) continue;
    if (field.name !== before.name || (!CHANGING.includes(field.name) && field.value !== before.value)) return false;
  }
  return true;
}

function isPlainField({ name, value }: HeaderField): boolean {
  return CHANGING.includes(name) || PLAIN_FIELDS.get(name)?.(value) === true;
}

export function isPlainTrailers({ fields, listSize, incomplete }: Headers): boolean {
  return (
    incomplete === undefined &&
    listSize <= MAX_LIST_SIZE &&
    fields.every(({ name, value }) => {
      return (name === 'grpc-status' && value === '0') || (name === 'grpc-message' && (value === '' || value === 'OK'));
    })
  );
}
