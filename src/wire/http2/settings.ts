/** The parameters of SETTINGS frames: codes, names, initial values, and the values that they may have. */

import type { Violation } from '../violation.ts';
import { ERROR_CODE } from './error-code.ts';
import { connectionError } from './violations.ts';

/** The IANA registry "HTTP/2 Settings", without SETTINGS_: RFC 9113 §6.5.2, RFC 8441 §3, RFC 9218 §2.1, [MS-HTTP2E]. */
export const SETTING = {
  HEADER_TABLE_SIZE: 0x1,
  ENABLE_PUSH: 0x2,
  MAX_CONCURRENT_STREAMS: 0x3,
  INITIAL_WINDOW_SIZE: 0x4,
  MAX_FRAME_SIZE: 0x5,
  MAX_HEADER_LIST_SIZE: 0x6,
  ENABLE_CONNECT_PROTOCOL: 0x8,
  NO_RFC7540_PRIORITIES: 0x9,
  TLS_RENEG_PERMITTED: 0x10,
} as const;

export type SettingName = keyof typeof SETTING;

const SETTING_NAMES: ReadonlyMap<number, SettingName> = new Map(
  (Object.keys(SETTING) as SettingName[]).map((name) => [SETTING[name], name]),
);

/** "" where the code has no name. */
export function settingName(code: number): SettingName | '' {
  return SETTING_NAMES.get(code) ?? '';
}

/** What holds until a peer says otherwise; Infinity where the RFC says "initially no limit". */
export const INITIAL_SETTINGS: { readonly [name in SettingName]: number } = {
  HEADER_TABLE_SIZE: 4096,
  ENABLE_PUSH: 1,
  MAX_CONCURRENT_STREAMS: Number.POSITIVE_INFINITY,
  INITIAL_WINDOW_SIZE: 65_535,
  MAX_FRAME_SIZE: 16_384,
  MAX_HEADER_LIST_SIZE: Number.POSITIVE_INFINITY,
  ENABLE_CONNECT_PROTOCOL: 0,
  NO_RFC7540_PRIORITIES: 0,
  TLS_RENEG_PERMITTED: 0,
};

/** RFC 9113 §6.9.1: a window is at most this. */
export const MAX_WINDOW_SIZE = 2 ** 31 - 1;

/** RFC 9113 §4.2: the length of a frame has 24 bits. */
export const MAX_MAX_FRAME_SIZE = 2 ** 24 - 1;

interface SettingRule {
  readonly min: number;
  readonly max: number;
  readonly errorCode: number;
  readonly spec: string;
}

const RULES: { readonly [name in SettingName]?: SettingRule } = {
  ENABLE_PUSH: { min: 0, max: 1, errorCode: ERROR_CODE.PROTOCOL_ERROR, spec: 'RFC 9113 §6.5.2' },
  INITIAL_WINDOW_SIZE: {
    min: 0,
    max: MAX_WINDOW_SIZE,
    errorCode: ERROR_CODE.FLOW_CONTROL_ERROR,
    spec: 'RFC 9113 §6.5.2',
  },
  MAX_FRAME_SIZE: {
    min: INITIAL_SETTINGS.MAX_FRAME_SIZE,
    max: MAX_MAX_FRAME_SIZE,
    errorCode: ERROR_CODE.PROTOCOL_ERROR,
    spec: 'RFC 9113 §6.5.2',
  },
  ENABLE_CONNECT_PROTOCOL: { min: 0, max: 1, errorCode: ERROR_CODE.PROTOCOL_ERROR, spec: 'RFC 8441 §3' },
  NO_RFC7540_PRIORITIES: { min: 0, max: 1, errorCode: ERROR_CODE.PROTOCOL_ERROR, spec: 'RFC 9218 §2.1' },
};

/**
 * The rule that `value` breaks. Only what the value breaks by itself: that a server must not send ENABLE_PUSH=1 is not
 * known here.
 */
export function settingViolation(code: number, value: number): Violation | undefined {
  const name = settingName(code);
  if (name === '') return undefined;
  const rule = RULES[name];
  if (rule === undefined || (value >= rule.min && value <= rule.max)) return undefined;
  const reason = `SETTINGS_${name} is ${value}, expected ${rule.min} to ${rule.max}`;
  return connectionError(rule.errorCode, reason, rule.spec);
}
