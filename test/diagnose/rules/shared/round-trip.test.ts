import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionFacts } from '../../../../src/diagnose/facts/connection.ts';
import { leastRoundTripMs, surelyReceivedMs } from '../../../../src/diagnose/rules/shared/round-trip.ts';
import { OPENED } from '../../../support/script.ts';

function connection(): ConnectionFacts {
  return new ConnectionFacts('c1', OPENED, 0, 1);
}

test('nothing is known before something was answered', () => {
  assert.equal(leastRoundTripMs(connection()), undefined);
  assert.equal(surelyReceivedMs(connection()), 1_000);
});

test("PINGs of the server measure it best: a client may think about the server's SETTINGS", () => {
  const facts = connection();
  facts.server.settingsAt = 1_000;
  facts.server.settingsAckedAt = 41_000;
  assert.equal(leastRoundTripMs(facts), 40);
  facts.server.pings.roundTripsMs.push(7, 3, 600);
  assert.equal(leastRoundTripMs(facts), 3);
  assert.equal(surelyReceivedMs(facts), 1_800);
});

test('what the client measures is the other side of us', () => {
  const facts = connection();
  facts.client.pings.roundTripsMs.push(2);
  assert.equal(leastRoundTripMs(facts), undefined);
});
