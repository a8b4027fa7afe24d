import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindingSettings } from '../../src/trace/binding-settings.ts';
import { SETTING, type SettingName } from '../../src/wire/http2/settings.ts';

const binding = (...pairs: readonly [SettingName, number][]) =>
  bindingSettings(pairs.map(([name, value]) => ({ code: SETTING[name], value })));

test('settings that change no reading are not kept', () => {
  assert.deepEqual(binding(['MAX_CONCURRENT_STREAMS', 1], ['ENABLE_PUSH', 0]), {
    headerTable: undefined,
    maxFrameSize: undefined,
    initialWindowSize: undefined,
  });
});

test('RFC 9113 §6.5.3: of those that come twice the last holds; of table sizes also the smallest, RFC 7541 §4.2', () => {
  const settings = binding(
    ['HEADER_TABLE_SIZE', 50],
    ['MAX_FRAME_SIZE', 20_000],
    ['INITIAL_WINDOW_SIZE', 7],
    ['HEADER_TABLE_SIZE', 10],
    ['HEADER_TABLE_SIZE', 90],
    ['INITIAL_WINDOW_SIZE', 0],
    ['MAX_FRAME_SIZE', 16_384],
  );
  assert.deepEqual(settings, { headerTable: { smallest: 10, last: 90 }, maxFrameSize: 16_384, initialWindowSize: 0 });
});
