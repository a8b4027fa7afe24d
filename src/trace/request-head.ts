import { parsePath } from '../wire/grpc/path.ts';
import { parseTimeout } from '../wire/grpc/timeout.ts';
import type { HeaderField, Rpc } from './event.ts';
import { fieldValue } from './header-fields.ts';
import { type MessageFormat, messageFormat } from './message-format.ts';

/** What is kept of a stream while it is open is bounded. Real methods have names of some dozen characters. */
const MAX_RPC_PATH = 1024;

/** What a request's header list says. */
export interface RequestHead {
  readonly method: string;
  readonly path: string;
  readonly authority: string;
  readonly rpc: Rpc | undefined;
  readonly timeoutMs: number | undefined;
  readonly messages: MessageFormat | undefined;
}

/** @param shown `sent` without secret values */
export function requestHead(sent: readonly HeaderField[], shown: readonly HeaderField[]): RequestHead {
  const messages = messageFormat(sent, shown);
  const timeout = fieldValue(sent, 'grpc-timeout');
  const path = fieldValue(shown, ':path') ?? '';
  return {
    method: fieldValue(shown, ':method') ?? '',
    path,
    authority: fieldValue(shown, ':authority') ?? fieldValue(shown, 'host') ?? '',
    rpc: messages === undefined || path.length > MAX_RPC_PATH ? undefined : parsePath(path),
    timeoutMs: timeout === undefined ? undefined : parseTimeout(timeout),
    messages,
  };
}
