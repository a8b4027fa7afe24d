import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ConnectionFate, connectionOrigin } from '../../src/trace/connection-origin.ts';

const IDLE: ConnectionFate = {
  how: 'FIN',
  endedBy: 'CLIENT',
  stage: 'IDLE',
  openStreams: 0,
  isHttp1: false,
  firstBytes: [],
  torn: [],
};

function verdict(fate: Partial<ConnectionFate>): string {
  const { origin, reason } = connectionOrigin({ ...IDLE, ...fate });
  return `${origin}: ${reason}`;
}

describe('an end in the opening', () => {
  const stage = 'OPENING';

  test('of a side that spoke another protocol is a matter of ports, schemes and TLS, whoever gave up', () => {
    for (const endedBy of ['CLIENT', 'SERVER'] as const) {
      for (const from of ['CLIENT', 'SERVER'] as const) {
        const firstBytes = [{ from, looksLike: 'TLS_HANDSHAKE' }] as const;
        const expected = new RegExp(`^INFRASTRUCTURE: the ${from.toLowerCase()} spoke another protocol`);
        assert.match(verdict({ stage, endedBy, firstBytes }), expected);
      }
    }
  });

  test('of a client that said nothing: nobody knows what it wanted', () => {
    const firstBytes = [
      { from: 'CLIENT', looksLike: 'NOTHING' },
      { from: 'SERVER', looksLike: 'NOTHING' },
    ] as const;
    assert.match(verdict({ stage, firstBytes }), /^UNKNOWN: the client said nothing: a TCP health check/);
    assert.match(verdict({ stage, firstBytes, how: 'RST' }), /^UNKNOWN: the client said nothing/);
  });

  test('by the client is its own business, by the server is not', () => {
    assert.match(verdict({ stage }), /^UNKNOWN: the client left before the connection was set up/);
    assert.match(verdict({ stage, endedBy: 'SERVER' }), /^INFRASTRUCTURE: the server left before/);
    const firstBytes = [{ from: 'SERVER', looksLike: 'NOTHING' }] as const;
    assert.match(verdict({ stage, endedBy: 'SERVER', firstBytes }), /^INFRASTRUCTURE: the server left before/);
  });
});

describe('an end that a GOAWAY announced', () => {
  const by = (from: 'CLIENT' | 'SERVER', error: string, openStreams: number) =>
    verdict({ how: 'GOAWAY', endedBy: from, stage: 'DRAINING', goaway: { from, error }, openStreams });

  test('RFC 9113 §6.8: with NO_ERROR and nothing open is planned', () => {
    assert.match(by('SERVER', 'NO_ERROR', 0), /^INFRASTRUCTURE: announced by GOAWAY, .*: a shutdown, a maximum age/);
    assert.match(by('CLIENT', 'NO_ERROR', 0), /^APPLICATION: announced by GOAWAY, .*: the client closed its channel$/);
  });

  test('with streams open did not wait for them', () => {
    assert.match(by('SERVER', 'NO_ERROR', 2), /^INFRASTRUCTURE: behind a GOAWAY of the server with streams still open/);
    assert.match(by('CLIENT', 'NO_ERROR', 2), /^APPLICATION: behind a GOAWAY of the client with streams still open/);
  });

  test('with an error is none of a call', () => {
    assert.match(by('SERVER', 'ENHANCE_YOUR_CALM', 2), /^INFRASTRUCTURE: GOAWAY ENHANCE_YOUR_CALM of the server: /);
    assert.match(by('CLIENT', '', 0), /^INFRASTRUCTURE: GOAWAY without a known code of the client: /);
  });

  test('is the same when a reset carries it out', () => {
    const goaway = { from: 'SERVER', error: 'NO_ERROR' } as const;
    assert.match(verdict({ how: 'RST', stage: 'DRAINING', goaway }), /^INFRASTRUCTURE: announced by GOAWAY/);
  });
});

describe('an end with streams open', () => {
  const stage = 'ACTIVE';

  test('and without a GOAWAY is a cut, by FIN or RST, on either side', () => {
    for (const how of ['FIN', 'RST'] as const) {
      for (const endedBy of ['CLIENT', 'SERVER'] as const) {
        assert.match(
          verdict({ how, endedBy, stage, openStreams: 1 }),
          /^INFRASTRUCTURE: streams were open, and no GOAWAY/,
        );
      }
    }
  });

  test('on HTTP/1.1 is how clients cancel', () => {
    assert.match(verdict({ stage, isHttp1: true }), /^UNKNOWN: the client left .* as HTTP\/1\.1 cancels/);
    assert.match(verdict({ stage, isHttp1: true, endedBy: 'SERVER' }), /^INFRASTRUCTURE: the server left/);
  });
});

describe('an end with nothing open', () => {
  test('by FIN of the client: it was done', () => {
    assert.match(verdict({}), /^APPLICATION: the client closed it with nothing open/);
    assert.match(verdict({ isHttp1: true }), /^APPLICATION: /);
  });

  test('by FIN of the server: on HTTP/2 a GOAWAY is missing, on HTTP/1.1 nothing', () => {
    assert.match(verdict({ endedBy: 'SERVER' }), /^INFRASTRUCTURE: .*without the GOAWAY of RFC 9113 §6\.8/);
    assert.match(verdict({ endedBy: 'SERVER', isHttp1: true }), /^UNKNOWN: .*keep-alive time/);
  });

  test('by RST: a cut or a hasty exit, which one cannot tell apart', () => {
    for (const endedBy of ['CLIENT', 'SERVER'] as const) {
      assert.match(verdict({ how: 'RST', endedBy }), /^UNKNOWN: reset with nothing open/);
    }
  });

  test('within a frame of who ended it is a cut; what the other was saying is no sign of it', () => {
    assert.match(verdict({ torn: ['CLIENT'] }), /^INFRASTRUCTURE: who ended it had not finished/);
    assert.match(verdict({ torn: ['SERVER'] }), /^APPLICATION: /);
  });
});

test('an end by us is ours, whatever had been said', () => {
  const { endedBy, ...rest } = IDLE;
  const goaway = { from: 'CLIENT', error: 'NO_ERROR' } as const;
  for (const stage of ['OPENING', 'IDLE', 'ACTIVE', 'DRAINING'] as const) {
    const { origin, reason } = connectionOrigin({ ...rest, how: 'LOCAL', stage, goaway, openStreams: 3 });
    assert.match(`${origin}: ${reason}`, /^INFRASTRUCTURE: ended by this server itself/);
  }
});
