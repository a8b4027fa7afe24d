/** SETTINGS, RFC 9113 §6.5. The parameters themselves are in ../settings.ts. */

import { readUint16, readUint32, uint16Bytes, uint32Bytes } from '../big-endian.ts';
import { concatBytes } from '../byte-slices.ts';
import type { FrameHeader, SettingPair, SettingsFrame } from '../frame.ts';
import { encodeRawFrame } from '../frame-header.ts';
import { FLAG, FRAME_TYPE } from '../frame-type.ts';
import type { Outgoing } from '../outgoing-frame.ts';
import { settingViolation } from '../settings.ts';
import { frameSizeError, streamIdPresent, withViolation } from '../violations.ts';

const SPEC = 'RFC 9113 §6.5';

/** Identifier (16 bits) and value (32 bits). */
const PAIR_LENGTH = 6;

/** In a payload that is no multiple of 6 the pairs that are whole are still read. */
export function parseSettings(header: FrameHeader, bytes: Uint8Array, start: number): SettingsFrame {
  const { length, typeCode, flagBits, streamId } = header;
  const ack = (flagBits & FLAG.ACK) !== 0;
  const settings: SettingPair[] = [];
  const lastPair = start + length - PAIR_LENGTH;
  for (let at = start; at <= lastPair; at += PAIR_LENGTH) {
    settings.push({ code: readUint16(bytes, at), value: readUint32(bytes, at + 2) });
  }
  const frame: SettingsFrame = { type: 'SETTINGS', length, typeCode, flagBits, streamId, ack, settings };
  return withViolation(frame, violationOf(frame));
}

function violationOf(frame: SettingsFrame) {
  const misplaced = streamIdPresent(frame, SPEC);
  if (misplaced !== undefined) return misplaced;
  if (frame.ack && frame.length > 0) return frameSizeError(frame, 'none with ACK', 'CONNECTION', SPEC);
  if (frame.length % PAIR_LENGTH !== 0) return frameSizeError(frame, 'a multiple of 6', 'CONNECTION', SPEC);
  for (const { code, value } of frame.settings) {
    const violation = settingViolation(code, value);
    if (violation !== undefined) return violation;
  }
  return undefined;
}

export function encodeSettings(frame: Outgoing<SettingsFrame>): Uint8Array {
  return encodeRawFrame({
    typeCode: FRAME_TYPE.SETTINGS,
    flagBits: (frame.flagBits ?? 0) | (frame.ack ? FLAG.ACK : 0),
    streamId: frame.streamId,
    payload: concatBytes(frame.settings.flatMap(({ code, value }) => [uint16Bytes(code), uint32Bytes(value)])),
  });
}
