import { goawayOf } from './draft.ts';
import { errorCode } from './error-code.ts';
import { freeText } from './free-text.ts';
import { MAX_UINT31 } from './limits.ts';
import { wholeNumber } from './number.ts';
import { BEFORE_HEADERS, type Term } from './term.ts';

const ERROR_CODES = 'a name of RFC 9113 §7, or 0 to 0xffffffff';

/** Transport faults that end a stream or a connection at a stage. */
export const ENDINGS: readonly Term[] = [
  {
    name: 'rst_stream',
    value: { form: '<code>', fallback: 'INTERNAL_ERROR' },
    stage: BEFORE_HEADERS,
    meaning: 'RST_STREAM with this code',
    range: ERROR_CODES,
    example: 'rst_stream=REFUSED_STREAM@after_message:2',
    read: ({ transport }, value, stage) => {
      const code = errorCode(value);
      transport.push((_, scope) => ({ scope, kind: 'RST_STREAM', stage, errorCode: code }));
    },
  },
  {
    name: 'goaway',
    value: { form: '<code>', fallback: 'NO_ERROR' },
    stage: BEFORE_HEADERS,
    meaning:
      'GOAWAY with this code. With NO_ERROR the stream goes on; with any other the connection closes behind it (RFC 9113 §5.4.1)',
    range: ERROR_CODES,
    example: 'goaway=ENHANCE_YOUR_CALM@once',
    read: ({ transport }, value, stage) => {
      const code = errorCode(value);
      transport.push((draft, scope) => goawayOf(draft, scope, stage, code));
    },
  },
  {
    name: 'goaway_debug',
    value: { form: '<text>' },
    needs: ['goaway'],
    meaning: 'the additional debug data of the GOAWAY',
    range: 'percent-encoded',
    example: 'goaway=ENHANCE_YOUR_CALM;goaway_debug=too_many_pings',
    read: (draft, value) => {
      draft.goawayDebug = freeText(value);
    },
  },
  {
    name: 'goaway_last',
    value: { form: '<stream id>' },
    needs: ['goaway'],
    meaning: 'its last stream id; streams above are not answered. Without it: the highest that the client has opened',
    range: `0 to ${MAX_UINT31}`,
    example: 'goaway;goaway_last=0',
    read: (draft, value) => {
      draft.goawayLast = wholeNumber(value, 0, MAX_UINT31);
    },
  },
  {
    name: 'goaway_graceful',
    needs: ['goaway'],
    meaning: 'two GOAWAY: the highest possible stream id first, then, a round trip later, the last one (RFC 9113 §6.8)',
    range: '',
    example: 'goaway;goaway_graceful',
    read: (draft) => {
      draft.goawayGraceful = true;
    },
  },
  {
    name: 'fin',
    stage: BEFORE_HEADERS,
    meaning: 'closes the TCP connection in order, without GOAWAY',
    range: '',
    example: 'fin@after_headers',
    read: ({ transport }, _, stage) => {
      transport.push((_, scope) => ({ scope, kind: 'FIN', stage }));
    },
  },
  {
    name: 'tcp_rst',
    stage: BEFORE_HEADERS,
    meaning: 'resets the TCP connection',
    range: '',
    example: 'tcp_rst@after_message:1',
    read: ({ transport }, _, stage) => {
      transport.push((_, scope) => ({ scope, kind: 'TCP_RST', stage }));
    },
  },
  {
    name: 'silence',
    stage: BEFORE_HEADERS,
    meaning: 'sends nothing more of the stream, or with `scope=connection` of the connection; still reads',
    range: '',
    example: 'silence@before_trailers',
    read: ({ transport }, _, stage) => {
      transport.push((_, scope) => ({ scope, kind: 'SILENCE', stage }));
    },
  },
];
