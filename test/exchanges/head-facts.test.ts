import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { firstValue, NO_FACTS, ownContext, requestFacts } from '../../src/exchanges/head-facts.ts';

const CONTEXT = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true };
const PARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

function fields(...pairs: readonly (readonly [string, string])[]) {
  return pairs.map(([name, value]) => ({ name, value, redacted: false }));
}

function secret(name: string) {
  return { name, value: '', redacted: true };
}

describe('requestFacts', () => {
  test('what is not there is undefined', () => {
    assert.deepEqual(requestFacts(fields([':method', 'GET'], ['x-tracestate', 'a'])), NO_FACTS);
  });

  test('names count in any case: HTTP/1.1 has them as they were sent', () => {
    const facts = requestFacts(fields(['User-Agent', 'curl/8'], ['Traceparent', PARENT], ['TraceState', 'a=1']));
    assert.deepEqual(facts, { userAgent: 'curl/8', previousAttempts: undefined, parent: { ...CONTEXT, state: 'a=1' } });
  });

  test('gRFC A6: previous attempts are a number', () => {
    const attempts = (value: string) => requestFacts(fields(['grpc-previous-rpc-attempts', value])).previousAttempts;
    assert.equal(attempts('2'), 2);
    assert.equal(attempts('0'), 0);
    for (const value of ['', '-1', '1.5', 'two', '12345']) assert.equal(attempts(value), undefined, value);
  });

  test('Trace Context §3.2: of two traceparents neither counts, even where they are the same', () => {
    assert.equal(requestFacts(fields(['traceparent', PARENT], ['traceparent', PARENT])).parent, undefined);
    assert.equal(requestFacts([...fields(['traceparent', PARENT]), secret('traceparent')]).parent, undefined);
  });

  test('RFC 9110 §5.3: several tracestates are one list', () => {
    const facts = requestFacts(fields(['traceparent', PARENT], ['tracestate', 'a=1'], ['tracestate', 'b=2']));
    assert.equal(facts.parent?.state, 'a=1,b=2');
  });

  test('nothing is taken from what is redacted', () => {
    assert.deepEqual(requestFacts([secret('user-agent'), secret('traceparent'), ...fields(['tracestate', 'a=1'])]), {
      ...NO_FACTS,
    });
    const half = requestFacts([...fields(['traceparent', PARENT], ['tracestate', 'a=1']), secret('tracestate')]);
    assert.deepEqual(half.parent, CONTEXT);
  });

  test('a user agent has a bound', () => {
    const { userAgent } = requestFacts(fields(['user-agent', 'x'.repeat(60_000)]));
    assert.equal(userAgent, `${'x'.repeat(256)}…`);
  });
});

describe('ownContext', () => {
  test('is that of traceresponse, in any case', () => {
    assert.deepEqual(ownContext(fields(['TraceResponse', PARENT])), CONTEXT);
    assert.equal(ownContext(fields(['traceparent', PARENT])), undefined);
  });

  test('is absent where it is there twice, redacted, or none', () => {
    assert.equal(ownContext(fields(['traceresponse', PARENT], ['traceresponse', PARENT])), undefined);
    assert.equal(ownContext([secret('traceresponse')]), undefined);
    assert.equal(ownContext(fields(['traceresponse', 'x'])), undefined);
  });
});

test('firstValue is undefined where the first of that name is redacted', () => {
  assert.equal(firstValue(fields(['Host', 'a'], ['host', 'b']), 'host'), 'a');
  assert.equal(firstValue([secret('Host'), ...fields(['host', 'b'])], 'host'), undefined);
});
