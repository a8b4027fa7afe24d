import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HTTP1_PEER } from '../../../../src/diagnose/rules/connection/http1-peer.ts';
import type { ConnectionOpened } from '../../../../src/trace/event.ts';
import {
  assertEvidence,
  assertSilent,
  conversation,
  findings,
  type Talk,
  theFinding,
  told,
} from '../../../support/conversation.ts';
import { connectionOpened, type EventBody, stamp } from '../../../support/events.ts';
import { frames, PREFACE, toBytes } from '../../../support/frames.ts';

type Fields = Readonly<Record<string, string>>;

function head(startLine: string, fields: Fields, index = 0): EventBody {
  const list = Object.entries(fields).map(([name, value]) => ({ name, value, redacted: false }));
  return { kind: 'http1', http1: { from: 'CLIENT', stage: 'HEAD', index, startLine, fields: list } };
}

function requests(listener: ConnectionOpened['listener'], ...heads: readonly EventBody[]): Talk {
  return told(stamp([connectionOpened({ listener, protocol: 'http/1.1' }), ...heads]));
}

const GRPC = { Host: 'echo.sre', 'Content-Type': 'application/grpc', 'User-Agent': 'grpc-go/1.61.0' };

describe('a request of gRPC over HTTP/1', () => {
  test('shows a proxy in the path that speaks HTTP/1 to its upstream', () => {
    const talk = requests('grpc', head('POST /pkg.Service/Method HTTP/1.0', GRPC));
    const finding = theFinding(talk, HTTP1_PEER);
    assert.equal(finding.severity, 'ERROR');
    assert.match(
      finding.explanation,
      /"POST \/pkg\.Service\/Method HTTP\/1\.0" of "grpc-go\/1\.61\.0", content-type "application\/grpc"\./,
    );
    assert.match(finding.explanation, /\(HTTP\/1\.0 is what proxy_pass of nginx speaks by default\)\.$/);
    assertEvidence(talk, finding, ['http1']);
  });

  test('is one on the HTTP port too, and names what it came by', () => {
    const fields = { ...GRPC, 'content-type': 'application/grpc+proto', via: '1.1 squid' };
    const { 'Content-Type': _, ...rest } = fields;
    const finding = theFinding(requests('http', head('POST /a.B/C?token=secret HTTP/1.1', rest)), HTTP1_PEER);
    assert.match(finding.explanation, /"POST \/a\.B\/C HTTP\/1\.1" .* \(via: "1\.1 squid"\)\.$/);
  });

  test('is one cause, however many come', () => {
    const all = [0, 1, 2].map((index) => head(`POST /a.B/M${index} HTTP/1.1`, GRPC, index));
    assert.equal(theFinding(requests('grpc', ...all), HTTP1_PEER).count, 3);
  });
});

test('any other HTTP/1 on the gRPC port is a warning: a health check over HTTP, a browser', () => {
  const finding = theFinding(requests('grpc', head('GET /healthz HTTP/1.1', { Host: 'a' })), HTTP1_PEER);
  assert.equal(finding.severity, 'WARNING');
  assert.match(finding.explanation, /^HTTP\/1 came to the gRPC port 50051: "GET \/healthz HTTP\/1\.1"\./);
});

test('HTTP/1.1 on the HTTP port is what it is there for, and so is gRPC-Web', () => {
  assertSilent(requests('http', head('GET / HTTP/1.1', { Host: 'a', 'Content-Type': 'application/json' })), HTTP1_PEER);
  assertSilent(
    requests('http', head('POST /a.B/C HTTP/1.1', { 'Content-Type': 'application/grpc-web+proto' })),
    HTTP1_PEER,
  );
});

describe('first bytes', () => {
  const relayed = () => conversation({ opening: false, opened: { listener: 'proxy' } });

  test('RFC 9113 §3.4: a server that answers HTTP/2 with "HTTP/1.1 400"', () => {
    const talk = relayed().client(PREFACE, frames.settings()).server(toBytes('HTTP/1.1 400 Bad Request\r\n'));
    const finding = theFinding(talk.end({ how: 'FIN', endedBy: 'SERVER' }), HTTP1_PEER);
    assert.equal(finding.severity, 'ERROR');
    assert.match(finding.explanation, /^The client spoke HTTP\/2, and the server answered in HTTP\/1:/);
    assertEvidence(talk, finding, ['CLIENT SETTINGS', 'connectionClosed']);
  });

  test('a client that begins with a request line where only HTTP/2 is spoken', () => {
    const talk = relayed().client(toBytes('GET / HTTP/1.1\r\n')).end({ how: 'FIN', endedBy: 'CLIENT' });
    assert.match(theFinding(talk, HTTP1_PEER).explanation, /began with a request line of HTTP\/1/);
  });

  test('nothing is silent: a TCP health check', () => {
    assert.deepEqual(findings(relayed().end({ how: 'FIN', endedBy: 'CLIENT' }), HTTP1_PEER), []);
  });
});
