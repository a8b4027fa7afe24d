import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HPACK_DESYNC } from '../../../../src/diagnose/rules/goaway/hpack-desync.ts';
import { GOAWAY_RULES } from '../../../../src/diagnose/rules/goaway/index.ts';
import { assertEvidence, assertSilent, conversation, findings, theFinding } from '../../../support/conversation.ts';
import { frames, hex } from '../../../support/frames.ts';

const COMPRESSION = frames.goaway(1, 'COMPRESSION_ERROR');

test('RFC 7541 §2.3.3: an index that no table has, which our own decoder does not find either', () => {
  const talk = conversation()
    .call(1)
    .client(frames.headers(3, hex('ff 80 01')))
    .server(COMPRESSION);
  const finding = theFinding(talk, HPACK_DESYNC);
  assert.match(
    finding.explanation,
    /^The server could not decode the header fields of the client, and neither could we: index 255.* \(RFC 7541 §2\.3\.3\)\.$/,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER GOAWAY']);
});

test('RFC 7541 §4.2: a block without the table size update that a smaller table asks for', () => {
  const talk = conversation({ serverSettings: { HEADER_TABLE_SIZE: 0 } })
    .call(1)
    .server(COMPRESSION);
  assert.match(
    theFinding(talk, HPACK_DESYNC).explanation,
    /no table size update, but the limit is now 0 and the table was 4096/,
  );
});

test('a smaller table that was announced just now, and a block that we could read', () => {
  const talk = conversation()
    .call(1)
    .server(frames.settings({ HEADER_TABLE_SIZE: 1_024 }))
    .call(3)
    .server(COMPRESSION);
  assert.match(
    theFinding(talk, HPACK_DESYNC).explanation,
    /had announced HEADER_TABLE_SIZE=1024: the next block has to begin/,
  );
});

test('silent: COMPRESSION_ERROR without a sign of a desync is G11', () => {
  const talk = conversation().call(1).server(COMPRESSION);
  assert.deepEqual(
    findings(talk, ...GOAWAY_RULES).map(({ rule }) => rule),
    ['G11'],
  );
});

test('silent: a block that only we cannot read is no trouble of theirs', () => {
  assertSilent(conversation().client(frames.headers(1, hex('ff 80 01'))), HPACK_DESYNC);
});

test('silent: a larger table asks for nothing', () => {
  assertSilent(
    conversation({ serverSettings: { HEADER_TABLE_SIZE: 65_536 } })
      .call(1)
      .server(COMPRESSION),
    HPACK_DESYNC,
  );
});
