/** Chromium without a window, driven by its DevTools protocol: a page is loaded, and asks for more by itself. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { eventually } from './eventually.ts';
import type { Scratch } from './scratch.ts';
import { toolEnvironment } from './tool.ts';

/** How it talks HTTP is as it comes. The rest: it needs no window, no sandbox where root runs it, and asks nobody else. */
const FLAGS = [
  ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--ignore-certificate-errors'],
  ['--remote-debugging-port=0', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  ['--disable-default-apps', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
].flat();

const DEVTOOLS = /DevTools listening on (ws:\/\/\S+)/;

/** How often it is asked whether the page is there. */
const POLL_MS = 50;

export interface Page {
  /** Loads it in the place of what is there. @throws where it cannot be loaded */
  open(url: string): Promise<void>;
  /** What an expression of JavaScript comes to, or what its promise does. @throws with what the page threw */
  evaluate(expression: string): Promise<unknown>;
}

/** Starts a browser, hands its only page to `use`, and closes the browser in order. @throws where Chromium is not installed */
export async function withPage<T>(scratch: Scratch, use: (page: Page) => Promise<T>): Promise<T> {
  const args = [...FLAGS, `--user-data-dir=${scratch.path('chromium')}`, 'about:blank'];
  const child = spawn('chromium', args, { env: toolEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const ended = once(child, 'close');
  try {
    const address = await Promise.race([
      eventually(
        () => `Chromium: ${said}`,
        () => DEVTOOLS.exec(said)?.[1],
      ),
      ended.then(() => {
        throw new Error(`Chromium ended: ${said}`);
      }),
    ]);
    const devTools = await connect(address);
    const result = await use(await openPage(devTools));
    await devTools.send('Browser.close');
    await ended;
    return result;
  } finally {
    child.kill('SIGKILL');
  }
}

interface DevTools {
  /** @param session of a page; without one the browser is asked. @throws with what Chromium has against it */
  send(method: string, parameters?: object, session?: string): Promise<Reply>;
}

/** The parts of its replies that are read here. */
interface Reply {
  readonly targetId?: string;
  readonly sessionId?: string;
  readonly errorText?: string;
  readonly result?: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
}

interface Answer {
  readonly id?: number;
  readonly result?: Reply;
  readonly error?: { readonly message: string };
}

async function connect(address: string): Promise<DevTools> {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await once(socket, 'open');
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.on('message', (data) => {
    const answer: Answer = JSON.parse(String(data));
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  let sent = 0;
  return {
    async send(method, parameters = {}, session = undefined) {
      const id = ++sent;
      const answer = new Promise<Answer>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, method, params: parameters, ...(session && { sessionId: session }) }));
      const { result, error } = await answer;
      if (error !== undefined) throw new Error(`Chromium, ${method}: ${error.message}`);
      return result ?? {};
    },
  };
}

async function openPage(devTools: DevTools): Promise<Page> {
  const { targetId } = await devTools.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await devTools.send('Target.attachToTarget', { targetId, flatten: true });
  const evaluate = async (expression: string) => {
    const asked = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails: thrown } = await devTools.send('Runtime.evaluate', asked, sessionId);
    if (thrown !== undefined) throw new Error(`${thrown.text} ${thrown.exception?.description ?? ''}`);
    return result?.value;
  };
  return {
    evaluate,
    async open(url) {
      const { errorText } = await devTools.send('Page.navigate', { url }, sessionId);
      if (errorText !== undefined) throw new Error(`Chromium, ${url}: ${errorText}`);
      const isLoaded = `document.readyState === 'complete' && location.href === ${JSON.stringify(url)}`;
      while ((await evaluate(isLoaded)) !== true) await sleep(POLL_MS);
    },
  };
}
