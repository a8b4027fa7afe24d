import { SETTING, settingViolation } from '../wire/http2/settings.ts';
import type { SettingFault } from './fault.ts';
import { list } from './list.ts';
import { uint32 } from './number.ts';
import { cut, type Piece, trimmed } from './piece.ts';
import { Refusal, refuse } from './refusal.ts';

/** RFC 9113 §6.5.1: an identifier has 16 bits. */
const MAX_CODE = 0xffff;

const CODES: ReadonlyMap<string, number> = new Map(Object.entries(SETTING));

/**
 * `NAME:value` or `0x4:value` each. By name a value is held to the range of its setting; by number any value goes, for who
 * wants to see what a client makes of a wrong one.
 *
 * @throws Refusal also where a setting is there twice
 */
export function settings(piece: Piece): SettingFault[] {
  const read: SettingFault[] = [];
  for (const item of list(piece)) {
    const setting = settingFault(item);
    if (read.some(({ code }) => code === setting.code)) refuse(item, 'each setting once');
    read.push(setting);
  }
  return read;
}

function settingFault(item: Piece): SettingFault {
  const [name, behind] = cut(item, ':');
  if (behind === undefined) return refuse(item, 'NAME:value, such as MAX_CONCURRENT_STREAMS:1');
  const code = settingCode(trimmed(name));
  const valuePiece = trimmed(behind);
  const value = uint32(valuePiece.text) ?? refuse(valuePiece, 'a number from 0 to 4294967295');
  const violation = isNumber(name) ? undefined : settingViolation(code, value);
  if (violation !== undefined) {
    throw new Refusal(valuePiece.at, `${violation.reason} (to send it all the same: 0x${code.toString(16)}:${value})`);
  }
  return { code, value };
}

function settingCode(piece: Piece): number {
  const code = isNumber(piece) ? uint32(piece.text) : CODES.get(piece.text.toUpperCase().replace(/^SETTINGS_/, ''));
  if (code !== undefined && code <= MAX_CODE) return code;
  return refuse(piece, `one of ${[...CODES.keys()].join(', ')}, or a number from 0x0 to 0xffff`);
}

function isNumber({ text }: Piece): boolean {
  return /^\s*\d/.test(text);
}
