import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { checkFilter, compiled } from '../../../src/web/source/filter-engine.ts';
import { FilterRefused } from '../../../src/web/source/source.ts';

suite('the filter engine in the page', () => {
  test('writes short forms out', async () => {
    assert.deepEqual(await checkFilter('type:PING'), { cel: 'frame.type == "PING"' });
  });

  test('takes an empty text for all events', async () => {
    assert.deepEqual(await checkFilter('  '), { cel: '' });
    assert.equal(await compiled(''), undefined);
  });

  test('says what is wrong, and where', async () => {
    assert.deepEqual(await checkFilter('kind == "frame" && framee.type == "PING"'), {
      message: 'there is no variable framee, did you mean frame?',
      position: 19,
    });
  });

  test('refuses as the server does', async () => {
    await assert.rejects(compiled('framee.type'), (error) => {
      assert.ok(error instanceof FilterRefused);
      assert.equal(error.problem.position, 0);
      return true;
    });
  });
});
