import type { Rule } from '../../rule.ts';
import { CONNECTION_CHURN } from './churn.ts';
import { FIRST_FRAME } from './first-frame.ts';
import { HANDSHAKE_STUCK } from './handshake-stuck.ts';
import { HTTP1_PEER } from './http1-peer.ts';
import { NO_ALPN } from './no-alpn.ts';
import { PLAINTEXT_TO_TLS } from './plaintext-to-tls.ts';
import { TLS_TO_PLAINTEXT } from './tls-to-plaintext.ts';

export const CONNECTION_RULES: readonly Rule[] = [
  PLAINTEXT_TO_TLS,
  TLS_TO_PLAINTEXT,
  HTTP1_PEER,
  NO_ALPN,
  HANDSHAKE_STUCK,
  FIRST_FRAME,
  CONNECTION_CHURN,
];
