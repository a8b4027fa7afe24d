#!/usr/bin/env node
/** The edge of the process: arguments, environment, standard streams and signals in, exit code out. */

import { constants } from 'node:os';
import { run } from './cli/program.ts';

/** What is left to write has so long to reach a reader, in milliseconds; one that does not read must not hold up the end. */
const LAST_WORDS_MS = 200;

/** More attempts than these glibc does not make. */
const MAX_ATTEMPTS = 5;

const stopSignal = new Promise<string>((resolve) => {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // Who asks again does not want to wait: 128 + the signal's number is what shells expect.
      if (isStopping) process.exit(128 + constants.signals[signal]);
      isStopping = true;
      resolve(signal);
    });
  }
});

// Node waits for a terminal to take what is written to it, and with it all traffic: one that is held (Ctrl-S) must not hold that up.
for (const stream of [process.stdout, process.stderr]) if (stream.isTTY) unblock(stream);

// A reader of our output that has gone (`| head`) is no reason to stop serving.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdoutIsTerminal: process.stdout.isTTY === true,
  env: process.env,
  stopSignal,
  limitLookups,
});
setTimeout(() => process.exit(), LAST_WORDS_MS).unref();

/** glibc reads this variable at the first lookup, resolv.conf(5); on its own it tries twice for 5 seconds, with each server. */
function limitLookups(seconds: number): void {
  if (seconds <= MAX_ATTEMPTS) process.env.RES_OPTIONS ??= `timeout:1 attempts:${seconds}`;
}

/** There is no public way; without this one, terminals block as they always do. */
function unblock(stream: NodeJS.WriteStream): void {
  const handle: unknown = Reflect.get(stream, '_handle');
  if (typeof handle !== 'object' || handle === null) return;
  const setBlocking: unknown = Reflect.get(handle, 'setBlocking');
  if (typeof setBlocking === 'function') Reflect.apply(setBlocking, handle, [false]);
}
