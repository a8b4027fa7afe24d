import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnnouncedSettings } from '../../src/trace/announced-settings.ts';
import { MAX_UNACKNOWLEDGED } from '../../src/trace/settings-ledger.ts';

function stateOf(settings: AnnouncedSettings, code: number) {
  const { announced, acknowledged } = settings.states().find((each) => each.code === code) ?? {};
  return [announced, acknowledged];
}

test('an ACK answers the oldest SETTINGS, RFC 9113 §6.5.3', () => {
  const settings = new AnnouncedSettings();
  settings.announce([{ code: 4, value: 1 }]);
  settings.announce([{ code: 4, value: 2 }]);
  settings.acknowledge();
  assert.deepEqual(stateOf(settings, 4), [2, 1]);
  settings.acknowledge();
  settings.acknowledge();
  assert.deepEqual(stateOf(settings, 4), [2, 2]);
});

test('of SETTINGS that nobody acknowledges the oldest count as acknowledged', () => {
  const settings = new AnnouncedSettings();
  for (let n = 0; n <= MAX_UNACKNOWLEDGED; n++) settings.announce([{ code: 4, value: n }]);
  assert.deepEqual(stateOf(settings, 4), [MAX_UNACKNOWLEDGED, 0]);
});

test('a peer that announces codes without end is followed for the first 64', () => {
  const settings = new AnnouncedSettings();
  for (let n = 0; n < 100; n++) settings.announce([{ code: 0x1000 + n, value: n }]);
  const others = settings.states().filter(({ id }) => id === '');
  assert.equal(others.length, 64);
});
