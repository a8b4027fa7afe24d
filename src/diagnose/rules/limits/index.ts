import type { Rule } from '../../rule.ts';
import { CONCURRENCY_EXCEEDED } from './concurrency-exceeded.ts';
import { CONCURRENCY_LIMIT } from './concurrency-limit.ts';
import { CONNECTION_WINDOW_STALL } from './connection-window-stall.ts';
import { CREDIT_OVERFLOW } from './credit-overflow.ts';
import { FORTY_MS_GAPS } from './forty-ms-gaps.ts';
import { HEAD_OF_LINE } from './head-of-line.ts';
import { HEADER_LIST } from './header-list.ts';
import { LOST_CONNECTION_CREDIT } from './lost-connection-credit.ts';
import { ONE_CONNECTION } from './one-connection.ts';
import { PARTIAL_MESSAGE_STALL } from './partial-message-stall.ts';
import { STREAM_IDS } from './stream-ids.ts';
import { STREAM_WINDOW_STALL } from './stream-window-stall.ts';
import { TINY_FRAMES } from './tiny-frames.ts';
import { WINDOW_LIMITED_TRANSFER } from './window-limited-transfer.ts';

/** L1 to L14. */
export const LIMIT_RULES: readonly Rule[] = [
  HEADER_LIST,
  CONCURRENCY_LIMIT,
  CONCURRENCY_EXCEEDED,
  STREAM_WINDOW_STALL,
  CONNECTION_WINDOW_STALL,
  PARTIAL_MESSAGE_STALL,
  LOST_CONNECTION_CREDIT,
  WINDOW_LIMITED_TRANSFER,
  CREDIT_OVERFLOW,
  TINY_FRAMES,
  ONE_CONNECTION,
  STREAM_IDS,
  FORTY_MS_GAPS,
  HEAD_OF_LINE,
];
