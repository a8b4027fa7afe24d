import assert from 'node:assert/strict';
import { constants } from 'node:http2';
import { test } from 'node:test';
import { ERROR_CODE, type ErrorName, errorName } from '../../../src/wire/http2/error-code.ts';

test('§7: codes and names agree with nghttp2', () => {
  assert.equal(ERROR_CODE.NO_ERROR, constants.NGHTTP2_NO_ERROR);
  assert.equal(ERROR_CODE.PROTOCOL_ERROR, constants.NGHTTP2_PROTOCOL_ERROR);
  assert.equal(ERROR_CODE.INTERNAL_ERROR, constants.NGHTTP2_INTERNAL_ERROR);
  assert.equal(ERROR_CODE.FLOW_CONTROL_ERROR, constants.NGHTTP2_FLOW_CONTROL_ERROR);
  assert.equal(ERROR_CODE.SETTINGS_TIMEOUT, constants.NGHTTP2_SETTINGS_TIMEOUT);
  assert.equal(ERROR_CODE.STREAM_CLOSED, constants.NGHTTP2_STREAM_CLOSED);
  assert.equal(ERROR_CODE.FRAME_SIZE_ERROR, constants.NGHTTP2_FRAME_SIZE_ERROR);
  assert.equal(ERROR_CODE.REFUSED_STREAM, constants.NGHTTP2_REFUSED_STREAM);
  assert.equal(ERROR_CODE.CANCEL, constants.NGHTTP2_CANCEL);
  assert.equal(ERROR_CODE.COMPRESSION_ERROR, constants.NGHTTP2_COMPRESSION_ERROR);
  assert.equal(ERROR_CODE.CONNECT_ERROR, constants.NGHTTP2_CONNECT_ERROR);
  assert.equal(ERROR_CODE.ENHANCE_YOUR_CALM, constants.NGHTTP2_ENHANCE_YOUR_CALM);
  assert.equal(ERROR_CODE.INADEQUATE_SECURITY, constants.NGHTTP2_INADEQUATE_SECURITY);
  assert.equal(ERROR_CODE.HTTP_1_1_REQUIRED, constants.NGHTTP2_HTTP_1_1_REQUIRED);
});

test('§7: every code has its name back', () => {
  for (const name of Object.keys(ERROR_CODE) as ErrorName[]) assert.equal(errorName(ERROR_CODE[name]), name);
});

test('§7: a code without a name is no error of ours', () => {
  assert.deepEqual([0xe, 0xff, 2 ** 32 - 1].map(errorName), ['', '', '']);
});
