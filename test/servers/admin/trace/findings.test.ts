import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import type { Finding } from '../../../../src/trace/event.ts';
import { finding, START } from '../../../support/events.ts';
import { ask } from '../support.ts';
import { type RunningDelivery, startDelivery } from './support.ts';

suite('/api/findings', () => {
  let running: RunningDelivery;
  beforeEach(async () => {
    running = await startDelivery();
    running.causes.push(
      cause('c2', { rule: 'K2', severity: 'WARNING' }),
      cause('c1', { rule: 'K1', severity: 'ERROR' }),
    );
    running.causes.push(cause('', { rule: 'E1', severity: 'INFO', count: 12, lastTime: START + 1_500_000 }));
  });
  afterEach(() => running.close());

  async function get(query: string): Promise<{ status: number; json: Record<string, unknown> }> {
    const { status, text } = await ask(running, 'http/1.1', { path: `/api/findings${query}` });
    return { status, json: JSON.parse(text) };
  }

  async function shown(query = ''): Promise<string[]> {
    const { json } = await get(query);
    const findings = json.findings as { conn: string; finding: { rule: string } }[];
    return findings.map((each) => `${each.conn} ${each.finding.rule}`);
  }

  test('one for each cause, the one that was seen last first', async () => {
    assert.deepEqual(await shown(), ['c2 K2', 'c1 K1', ' E1']);
    assert.deepEqual(await shown('?limit=1'), ['c2 K2']);
    assert.deepEqual(await shown('?conn=c1'), ['c1 K1']);
    assert.deepEqual(await shown('?rule=E1'), [' E1']);
  });

  test('with its count and its times in RFC 3339', async () => {
    const { json } = await get('?rule=E1');
    const [found] = json.findings as { finding: Record<string, unknown> }[];
    assert.equal(found?.finding.count, 12);
    assert.equal(found?.finding.lastTime, '2026-11-21T01:42:48.623456Z');
  });

  test('a severity stands for itself and what is worse', async () => {
    assert.deepEqual(await shown('?severity=WARNING'), ['c2 K2', 'c1 K1']);
    assert.deepEqual(await shown('?severity=ERROR'), ['c1 K1']);
  });

  test('a parameter that is wrong is refused', async () => {
    for (const query of ['?limit=0', '?conn=3', '?stream=1', '?severity=BAD', '?rule=k1']) {
      assert.equal((await get(query)).status, 400, query);
    }
  });
});

function cause(conn: string, parts: Partial<Finding>): { conn: string; finding: Finding } {
  const body = finding(parts);
  assert.ok(body.kind === 'finding');
  return { conn, finding: body.finding };
}
