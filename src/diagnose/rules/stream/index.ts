import type { Rule } from '../../rule.ts';
import { BAD_PATH } from './bad-path.ts';
import { BAD_STATUS_OR_METADATA } from './bad-status-or-metadata.ts';
import { CANCELLED } from './cancelled.ts';
import { CHANGED_BY_HOP } from './changed-by-hop.ts';
import { COMPRESSION_MISUSE } from './compression-misuse.ts';
import { CONTENT_LENGTH_MISMATCH } from './content-length-mismatch.ts';
import { FIXED_TIME } from './fixed-time.ts';
import { GARBAGE_LENGTH_PREFIX } from './garbage-length-prefix.ts';
import { INTERNAL_RESET } from './internal-reset.ts';
import { MALFORMED_FIELDS } from './malformed-fields.ts';
import { MESSAGE_LIMIT } from './message-limit.ts';
import { MISSING_STATUS } from './missing-status.ts';
import { NEVER_HALF_CLOSED } from './never-half-closed.ts';
import { NO_DEADLINE } from './no-deadline.ts';
import { NOT_GRPC } from './not-grpc.ts';
import { PROXY_REPLY } from './proxy-reply.ts';
import { REFUSED } from './refused.ts';
import { RESET_BEHIND_RESPONSE } from './reset-behind-response.ts';
import { RESET_WITHOUT_STATUS } from './reset-without-status.ts';
import { RESOURCE_RESET } from './resource-reset.ts';
import { RETRIES } from './retries.ts';
import { TE_MISSING } from './te-missing.ts';
import { TRAILERS_ONLY_OK } from './trailers-only-ok.ts';
import { TRUNCATED_MESSAGE } from './truncated-message.ts';
import { UNIMPLEMENTED_METHOD } from './unimplemented.ts';
import { WRONG_CONTENT_TYPE } from './wrong-content-type.ts';

export const STREAM_RULES: readonly Rule[] = [
  MISSING_STATUS,
  TRAILERS_ONLY_OK,
  PROXY_REPLY,
  NOT_GRPC,
  CHANGED_BY_HOP,
  RESET_WITHOUT_STATUS,
  RESET_BEHIND_RESPONSE,
  REFUSED,
  INTERNAL_RESET,
  RESOURCE_RESET,
  CANCELLED,
  NO_DEADLINE,
  MESSAGE_LIMIT,

  GARBAGE_LENGTH_PREFIX,
  TRUNCATED_MESSAGE,
  COMPRESSION_MISUSE,
  UNIMPLEMENTED_METHOD,
  BAD_PATH,
  WRONG_CONTENT_TYPE,
  TE_MISSING,
  MALFORMED_FIELDS,
  CONTENT_LENGTH_MISMATCH,
  NEVER_HALF_CLOSED,
  FIXED_TIME,
  RETRIES,
  BAD_STATUS_OR_METADATA,
];
