import { parsePath } from '../wire/grpc/path.ts';
import { parseTimeout } from '../wire/grpc/timeout.ts';
import type { HeaderField, Rpc, StreamOpened } from './event.ts';
import { fieldValue } from './header-fields.ts';
import { type MessageFormat, messageFormat } from './message-format.ts';

/** What is kept of a stream while it is open is bounded. Real methods have names of some dozen characters. */
const MAX_KEPT = 1024;

/** What a request's header list says. */
export interface RequestHead {
  readonly method: string;
  readonly path: string;
  readonly authority: string;
  readonly rpc: Rpc | undefined;
  readonly timeoutMs: number | undefined;
  readonly messages: MessageFormat | undefined;
  /** For as long as the stream is open. */
  readonly kept: Pick<StreamOpened, 'method' | 'path' | 'authority' | 'timeoutMs'>;
}

/** @param shown `sent` without secret values */
export function requestHead(sent: readonly HeaderField[], shown: readonly HeaderField[]): RequestHead {
  const messages = messageFormat(sent, shown);
  const timeout = fieldValue(sent, 'grpc-timeout');
  const path = fieldValue(shown, ':path') ?? '';
  const method = fieldValue(shown, ':method') ?? '';
  const authority = fieldValue(shown, ':authority') ?? fieldValue(shown, 'host') ?? '';
  const timeoutMs = timeout === undefined ? undefined : parseTimeout(timeout);
  return {
    method,
    path,
    authority,
    kept: {
      method: beginning(method),
      path: beginning(path),
      authority: beginning(authority),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    },
    rpc: messages === undefined || path.length > MAX_KEPT ? undefined : parsePath(path),
    timeoutMs,
    messages,
  };
}

/** Joined anew: a slice of a string keeps the whole of it alive. */
function beginning(text: string): string {
  return text.length <= MAX_KEPT ? text : [...text.slice(0, MAX_KEPT)].join('');
}
