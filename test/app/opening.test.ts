import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Opening } from '../../src/app/opening.ts';
import type { Http1 } from '../../src/trace/event.ts';
import { connectionClosed, connectionOpened, type EventBody, frame, stamp } from '../support/events.ts';

function head(startLine: string, names: readonly string[], from: Http1['from'] = 'CLIENT'): EventBody {
  const fields = names.map((name) => ({ name, value: 'x', redacted: false }));
  return { kind: 'http1', http1: { from, stage: 'HEAD', index: 0, startLine, fields } };
}

/** Whether each is known to be told, as they come. */
function taken(...bodies: EventBody[]): boolean[] {
  const opening = new Opening();
  return bodies.map((body) => opening.take(stamp([body], 'c1')));
}

describe('the first events of a connection', () => {
  for (const name of ['Sec-Fetch-Site', 'Referer', 'Origin']) {
    test(`a GET with ${name} may be of the page, until it is answered`, () => {
      assert.deepEqual(
        taken(connectionOpened(), head('GET / HTTP/1.1', [name]), head('HTTP/1.1 200 OK', [], 'SERVER')),
        [false, false, true],
      );
    });
  }

  test('a GET without them is of no page, and neither is what changes something', () => {
    assert.deepEqual(taken(connectionOpened(), head('GET / HTTP/1.1', ['Accept'])), [false, true]);
    assert.deepEqual(taken(connectionOpened(), head('PUT / HTTP/1.1', ['Origin'])), [false, true]);
  });

  test('what is not HTTP is told when it ends, or when it is much', () => {
    assert.deepEqual(taken(connectionOpened(), connectionClosed()), [false, true]);
    const many = taken(...Array.from({ length: 66 }, () => frame('CLIENT', 'PING', 0)));
    assert.equal(many.indexOf(true), 64);
  });

  test('all of them are kept', () => {
    const opening = new Opening();
    opening.take(stamp([connectionOpened(), head('GET / HTTP/1.1', ['Origin'])], 'c1'));
    assert.deepEqual(
      opening.events.map(({ kind }) => kind),
      ['connectionOpened', 'http1'],
    );
  });
});
