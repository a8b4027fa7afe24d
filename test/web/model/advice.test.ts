import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { adviceText } from '../../../src/diagnose/advice.ts';
import { RULES } from '../../../src/diagnose/rules/index.ts';
import { adviceGroups, adviceLines } from '../../../src/web/model/advice.ts';

describe('adviceLines', () => {
  for (const [line, who, tool, text] of [
    ['client, grpc-go: WithKeepaliveParams', 'client', 'grpc-go', 'WithKeepaliveParams'],
    ['server: do less', 'server', undefined, 'do less'],
    ['client, grpc-core (C++, Python, Ruby): a: b', 'client', 'grpc-core (C++, Python, Ruby)', 'a: b'],
    ['proxy, Go net/http2: h2c: on', 'proxy', 'Go net/http2', 'h2c: on'],
    ['somebody: do something', undefined, undefined, 'somebody: do something'],
    ['no colon', undefined, undefined, 'no colon'],
    ['client, x:y', undefined, undefined, 'client, x:y'],
  ] as const) {
    test(line, () => assert.deepEqual(adviceLines(line), [{ who, tool, text }]));
  }

  test('empty lines say nothing', () => assert.deepEqual(adviceLines('\n \n'), []));

  test('all that rules advise comes apart into what it was made of', () => {
    for (const { advice } of RULES) {
      const expected = advice.map(({ side, of, change }) => ({ who: side, tool: of, text: change }));
      assert.deepEqual(adviceLines(adviceText(advice)), expected);
    }
  });
});

test('adviceGroups: client, server, then what is between; groups without a line are left out', () => {
  const groups = adviceGroups('proxy, nginx: a\nserver: b\ncontainer, Kubernetes: c\nclient: d\nelse');
  assert.deepEqual(
    groups.map(({ title, lines }) => [title, lines.map(({ text }) => text)]),
    [
      ['On the client', ['d']],
      ['On the server', ['b', 'c']],
      ['On the way', ['a']],
      ['Anywhere', ['else']],
    ],
  );
  assert.deepEqual(adviceGroups(''), []);
});
