import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIDECAR } from '../../../../src/diagnose/rules/place/sidecar.ts';
import { type Conversation, conversation } from '../../../support/conversation.ts';
import { explanations, look } from '../../../support/places.ts';

function calledFrom(address: string, fields: Readonly<Record<string, string>>): Conversation {
  return conversation({ opened: { peer: { address, port: 41_231 } } }).call(1, 1, fields);
}

test('requests with fields of Envoy from the address of Istio’s sidecar: told once', () => {
  const talk = calledFrom('127.0.0.6', { 'x-envoy-attempt-count': '1' });
  const felt = look([{}, {}, {}, {}], [SIDECAR], [talk]);
  assert.deepEqual(explanations(felt), [
    'Requests with fields of Envoy come from 127.0.0.6, which is this host or pod. ' +
      'Connections end there: what is seen here is its side of them.',
  ]);
  assert.equal(felt.found.length, 1);
  assert.equal(felt.causes[0]?.finding.severity, 'INFO');
  const [seq] = felt.causes[0]?.finding.evidence ?? [];
  const event = talk.events.find((each) => each.seq === seq);
  assert.equal(event?.kind === 'frame' && event.frame.type, 'HEADERS');
});

test('ports of a sidecar in the network namespace', () => {
  const felt = look(
    [{}, { listeningPorts: [8_080, 15_006, 15_021, 15_090] }, {}, { listeningPorts: [15_090] }],
    [SIDECAR],
  );
  assert.equal(felt.found.length, 1);
  assert.match(explanations(felt)[0] ?? '', /listens on port 15021 and 15090: the sidecar of Istio\./);
  const [linkerd = ''] = explanations(look([{}, { listeningPorts: [4_143, 4_191, 50_051] }], [SIDECAR]));
  assert.match(linkerd, /listens on port 4143 and 4191: the proxy of Linkerd\./);
});

test('silent: Envoy on another host is a proxy, and no sidecar', () => {
  const talk = calledFrom('10.0.0.7', { 'x-envoy-attempt-count': '1' });
  assert.deepEqual(look([{}, {}], [SIDECAR], [talk]).found, []);
});

test('silent: a local client without a proxy, and ports that anybody may have', () => {
  assert.deepEqual(look([{}, {}], [SIDECAR], [calledFrom('127.0.0.1', { via: '1.1 me' })]).found, []);
  assert.deepEqual(look([{}, { listeningPorts: [80, 4_191, 8_080, 15_000] }], [SIDECAR]).found, []);
});
