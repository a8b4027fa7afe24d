import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindingSettings } from '../../src/trace/binding-settings.ts';
import { MAX_UNACKNOWLEDGED, SettingsLedger } from '../../src/trace/settings-ledger.ts';
import { SETTING } from '../../src/wire/http2/settings.ts';

const initialWindow = (value: number) => bindingSettings([{ code: SETTING.INITIAL_WINDOW_SIZE, value }]);

test('RFC 9113 §6.5.3: ACKs come in the order of the SETTINGS', () => {
  const ledger = new SettingsLedger();
  assert.equal(ledger.announce(initialWindow(1)), undefined);
  assert.equal(ledger.announce(initialWindow(2)), undefined);
  assert.deepEqual(
    [1, 2, 3].map(() => ledger.acknowledge()?.initialWindowSize),
    [1, 2, undefined],
  );
});

test('SETTINGS without end: the oldest are given up, to be applied', () => {
  const ledger = new SettingsLedger();
  const pushedOut = Array.from({ length: MAX_UNACKNOWLEDGED + 2 }, (_, n) => ledger.announce(initialWindow(n)));
  assert.deepEqual(
    pushedOut.flatMap((settings) => settings?.initialWindowSize ?? []),
    [0, 1],
  );
  assert.equal(ledger.acknowledge()?.initialWindowSize, 2);
});
