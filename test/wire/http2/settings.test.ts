import assert from 'node:assert/strict';
import { constants, getDefaultSettings } from 'node:http2';
import { test } from 'node:test';
import { errorName } from '../../../src/wire/http2/error-code.ts';
import { INITIAL_SETTINGS, SETTING, settingName, settingViolation } from '../../../src/wire/http2/settings.ts';

test('§6.5.2: codes agree with nghttp2', () => {
  assert.equal(SETTING.HEADER_TABLE_SIZE, constants.NGHTTP2_SETTINGS_HEADER_TABLE_SIZE);
  assert.equal(SETTING.ENABLE_PUSH, constants.NGHTTP2_SETTINGS_ENABLE_PUSH);
  assert.equal(SETTING.MAX_CONCURRENT_STREAMS, constants.NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
  assert.equal(SETTING.INITIAL_WINDOW_SIZE, constants.NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE);
  assert.equal(SETTING.MAX_FRAME_SIZE, constants.NGHTTP2_SETTINGS_MAX_FRAME_SIZE);
  assert.equal(SETTING.MAX_HEADER_LIST_SIZE, constants.NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE);
  assert.equal(SETTING.ENABLE_CONNECT_PROTOCOL, 0x8);
});

test('§6.5.2: initial values agree with nghttp2', () => {
  const node = getDefaultSettings();
  assert.equal(INITIAL_SETTINGS.HEADER_TABLE_SIZE, node.headerTableSize);
  assert.equal(INITIAL_SETTINGS.INITIAL_WINDOW_SIZE, node.initialWindowSize);
  assert.equal(INITIAL_SETTINGS.MAX_FRAME_SIZE, node.maxFrameSize);
  assert.equal(INITIAL_SETTINGS.ENABLE_PUSH === 1, node.enablePush);
});

test('a setting has the name of the registry without SETTINGS_, or none', () => {
  assert.equal(settingName(0x3), 'MAX_CONCURRENT_STREAMS');
  assert.equal(settingName(0x8), 'ENABLE_CONNECT_PROTOCOL');
  assert.equal(settingName(0x9), 'NO_RFC7540_PRIORITIES');
  assert.deepEqual([0, 7, 0xfe03].map(settingName), ['', '', '']);
});

function broken(code: number, value: number): string {
  const violation = settingViolation(code, value);
  if (violation === undefined) return 'none';
  assert.equal(violation.scope, 'CONNECTION');
  return `${errorName(violation.errorCode)} ${violation.spec}`;
}

test('§6.5.2: ENABLE_PUSH is 0 or 1', () => {
  assert.equal(broken(SETTING.ENABLE_PUSH, 0), 'none');
  assert.equal(broken(SETTING.ENABLE_PUSH, 1), 'none');
  assert.equal(broken(SETTING.ENABLE_PUSH, 2), 'PROTOCOL_ERROR RFC 9113 §6.5.2');
});

test('§6.5.2: INITIAL_WINDOW_SIZE is below 2^31', () => {
  assert.equal(broken(SETTING.INITIAL_WINDOW_SIZE, 2 ** 31 - 1), 'none');
  assert.equal(broken(SETTING.INITIAL_WINDOW_SIZE, 2 ** 31), 'FLOW_CONTROL_ERROR RFC 9113 §6.5.2');
});

test('§6.5.2: MAX_FRAME_SIZE is between 2^14 and 2^24-1', () => {
  assert.equal(broken(SETTING.MAX_FRAME_SIZE, 16_383), 'PROTOCOL_ERROR RFC 9113 §6.5.2');
  assert.equal(broken(SETTING.MAX_FRAME_SIZE, 16_384), 'none');
  assert.equal(broken(SETTING.MAX_FRAME_SIZE, 2 ** 24 - 1), 'none');
  assert.equal(broken(SETTING.MAX_FRAME_SIZE, 2 ** 24), 'PROTOCOL_ERROR RFC 9113 §6.5.2');
});

test('RFC 8441 §3, RFC 9218 §2.1: the extensions are 0 or 1', () => {
  assert.equal(broken(SETTING.ENABLE_CONNECT_PROTOCOL, 1), 'none');
  assert.equal(broken(SETTING.ENABLE_CONNECT_PROTOCOL, 2), 'PROTOCOL_ERROR RFC 8441 §3');
  assert.equal(broken(SETTING.NO_RFC7540_PRIORITIES, 2), 'PROTOCOL_ERROR RFC 9218 §2.1');
});

test('§6.5.2: the other settings and unknown ones take any value', () => {
  const max = 2 ** 32 - 1;
  assert.equal(broken(SETTING.HEADER_TABLE_SIZE, max), 'none');
  assert.equal(broken(SETTING.MAX_CONCURRENT_STREAMS, 0), 'none');
  assert.equal(broken(SETTING.MAX_HEADER_LIST_SIZE, max), 'none');
  assert.equal(broken(0xfe03, max), 'none');
});

test('a violation says what came and what was expected', () => {
  assert.equal(
    settingViolation(SETTING.MAX_FRAME_SIZE, 1)?.reason,
    'SETTINGS_MAX_FRAME_SIZE is 1, expected 16384 to 16777215',
  );
});
