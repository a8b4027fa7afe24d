import { delay } from './delay.ts';
import { freeText } from './free-text.ts';
import { MAX_DELAY_MS, MAX_LIST_LENGTH } from './limits.ts';
import { weightedList } from './list.ts';
import { anyStatus, MAX_HTTP_STATUS, MIN_HTTP_STATUS } from './status.ts';
import type { Term } from './term.ts';

/** What a server does instead of answering well. */
export const APPLICATION_FAULTS: readonly Term[] = [
  {
    name: 'delay',
    value: { form: '<delay>' },
    meaning:
      'waits before it answers: `20ms`; or a list with percents, `150us:10,2ms:5`, what is left of 100 does not wait; or the delay ' +
      'at each percentile, `p50:5ms,p99:200ms`: straight lines in between, from 0 to the first, and the last for all above it. ' +
      'Timers count milliseconds: fractions are rounded up',
    range: `0 to ${MAX_DELAY_MS / 3_600_000}h, units \`us ms s m h\`; lists up to ${MAX_LIST_LENGTH}`,
    example: 'delay=p50:5ms,p99:200ms',
    read: (draft, value) => {
      draft.delay = delay(value);
    },
  },
  {
    name: 'status',
    value: { form: '<status>' },
    meaning:
      'fails with this status, on gRPC trailers-only; or with one of a list with percents, what is left of 100 answers well. ' +
      'A status of gRPC is for gRPC calls, one of HTTP for HTTP requests',
    range: `gRPC: name or 0 to 16; HTTP: ${MIN_HTTP_STATUS} to ${MAX_HTTP_STATUS}; lists up to ${MAX_LIST_LENGTH}, of one protocol`,
    example: 'status=UNAVAILABLE:10,NOT_FOUND:5',
    read: (draft, value) => {
      draft.statuses = weightedList(value, anyStatus);
    },
  },
  {
    name: 'message',
    value: { form: '<text>' },
    needs: ['status', 'trailers_only'],
    meaning: 'the message of the status',
    range: 'percent-encoded',
    example: 'status=14;message=no%20such%20shard',
    read: (draft, value) => {
      draft.message = freeText(value);
    },
  },
  {
    name: 'keep_open',
    meaning: 'never answers: the client, its deadline or a proxy must end the call',
    range: '',
    example: 'keep_open',
    read: (draft) => {
      draft.keepOpen = true;
    },
  },
];
