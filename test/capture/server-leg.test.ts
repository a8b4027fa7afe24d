import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, describe, test } from 'node:test';
import { ServerLeg } from '../../src/capture/server-leg.ts';
import { closeAll, legPair, soon, text, track, unixPath, until, watch } from './sockets.ts';

describe('ServerLeg', () => {
  afterEach(closeAll);

  test('is a socket like any other while the server is there', async () => {
    const { near, far } = await legPair();
    const atServer = watch(far);
    const atLeg = watch(near);
    near.cork();
    near.write('one ');
    near.write('two');
    near.uncork();
    near.end();
    far.end('answer');
    await until('both have ended', () => atServer.end === 'FIN' && atLeg.end === 'FIN');
    assert.deepEqual([text(atServer), text(atLeg), near.isGone], ['one two', 'answer', false]);
  });

  test('the last words of a server that has closed can be read, however much is written to it', async () => {
    const { near, far } = await legPair();
    let gone = 0;
    near.on('gone', () => gone++);
    far.end('GOAWAY');
    far.destroySoon();
    await once(far, 'close');
    for (let n = 0; n < 100; n++) {
      near.write('more');
      if (n % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await soon('the writes', new Promise((resolve) => near.write('', resolve)));
    const atLeg = watch(near);
    await until('the end', () => atLeg.end !== undefined);
    assert.deepEqual([text(atLeg), near.isGone, gone], ['GOAWAY', true, 1]);
  });

  test('many buffered writes to a server that has closed do not fail either', async () => {
    const { near, far } = await legPair();
    far.end('GOAWAY');
    far.destroySoon();
    await once(far, 'close');
    near.cork();
    for (let n = 0; n < 100; n++) near.write('more');
    near.uncork();
    await until('it is gone', () => near.isGone);
    const atLeg = watch(near);
    await until('the end', () => atLeg.end !== undefined);
    assert.equal(text(atLeg), 'GOAWAY');
  });

  test('an error before there is a connection is told as that', async () => {
    const leg = track(new ServerLeg());
    leg.on('error', () => {});
    const unreachable = once(leg, 'unreachable');
    leg.connect({ path: unixPath() });
    const [error] = await soon('the error', unreachable);
    assert.match(String(error.code), /ECONNREFUSED|ENOENT/);
    assert.equal(leg.isUnreachable, true);
  });

  test('other errors are errors', async () => {
    const { near } = await legPair();
    near.destroy();
    const failed = new Promise<Error | null | undefined>((resolve) => near.write('x', resolve));
    assert.equal((await soon('the failure', failed))?.name, 'Error');
    assert.equal(near.isGone, false);
  });
});
