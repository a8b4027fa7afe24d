import { messageOf } from './draft.ts';
import { MAX_FRAGMENT_BYTES, MAX_MESSAGE_NUMBER, MAX_PADDING, MAX_UINT32 } from './limits.ts';
import { wholeNumber } from './number.ts';
import { grpcStatus, MAX_HTTP_STATUS, MIN_HTTP_STATUS } from './status.ts';
import type { Term } from './term.ts';

/** Transport faults that change what an answer consists of. */
export const ANSWER_FAULTS: readonly Term[] = [
  {
    name: 'no_trailers',
    meaning: 'the stream ends behind the last message, without trailers',
    range: '',
    example: 'no_trailers',
    read: ({ transport }) => {
      transport.push((_, scope) => ({ scope, kind: 'NO_TRAILERS' }));
    },
  },
  {
    name: 'no_grpc_status',
    meaning: 'trailers without `grpc-status`',
    range: '',
    example: 'no_grpc_status',
    read: ({ transport }) => {
      transport.push((_, scope) => ({ scope, kind: 'NO_GRPC_STATUS' }));
    },
  },
  {
    name: 'trailers_only',
    value: { form: '<status>' },
    meaning: 'in place of the response one HEADERS frame with this `grpc-status`; the method has run',
    range: 'gRPC: name or 0 to 16',
    example: 'trailers_only=DATA_LOSS',
    read: ({ transport }, value) => {
      const { code, name } = grpcStatus(value);
      transport.push((draft, scope) => ({
        scope,
        kind: 'TRAILERS_ONLY',
        grpcStatus: code,
        message: messageOf(draft, name),
      }));
    },
  },
  {
    name: 'html',
    value: { form: '<status>', fallback: '503' },
    meaning: "in place of the response a proxy's error page: this `:status`, text/html, no `grpc-status`",
    range: `${MIN_HTTP_STATUS} to ${MAX_HTTP_STATUS}`,
    example: 'html=502',
    read: ({ transport }, value) => {
      const httpStatus = wholeNumber(value, MIN_HTTP_STATUS, MAX_HTTP_STATUS);
      transport.push((_, scope) => ({ scope, kind: 'HTML', httpStatus }));
    },
  },
  {
    name: 'truncated_message',
    value: { form: '<n>', fallback: '1' },
    meaning: 'of the n-th message the second half is missing',
    range: `1 to ${MAX_MESSAGE_NUMBER}`,
    example: 'truncated_message=2',
    read: ({ transport }, value) => {
      const message = wholeNumber(value, 1, MAX_MESSAGE_NUMBER);
      transport.push((_, scope) => ({ scope, kind: 'TRUNCATED_MESSAGE', message }));
    },
  },
  {
    name: 'wrong_length',
    value: { form: '<bytes>' },
    meaning: 'the prefix of the first message says this length',
    range: `0 to ${MAX_UINT32}`,
    example: 'wrong_length=4294967295',
    read: ({ transport }, value) => {
      const length = wholeNumber(value, 0, MAX_UINT32);
      transport.push((_, scope) => ({ scope, kind: 'WRONG_LENGTH', length }));
    },
  },
  {
    name: 'padding',
    value: { form: '<bytes>' },
    meaning: 'so much padding in each DATA and HEADERS frame, as far as the windows of the client allow',
    range: `1 to ${MAX_PADDING}`,
    example: 'padding=255',
    read: ({ transport }, value) => {
      const bytes = wholeNumber(value, 1, MAX_PADDING);
      transport.push((_, scope) => ({ scope, kind: 'PADDING', bytes }));
    },
  },
  {
    name: 'continuation',
    value: { form: '<bytes>' },
    meaning: 'header blocks in fragments of this size: HEADERS, then CONTINUATION frames',
    range: `1 to ${MAX_FRAGMENT_BYTES}`,
    example: 'continuation=1',
    read: ({ transport }, value) => {
      const fragmentBytes = wholeNumber(value, 1, MAX_FRAGMENT_BYTES);
      transport.push((_, scope) => ({ scope, kind: 'CONTINUATION', fragmentBytes }));
    },
  },
];
