#!/usr/bin/env node
/**
 * Which replica answers? Makes calls one after the other, and counts their replies by the replica that they name.
 * JavaScript, and nothing but what the server itself depends on: it runs where the server does.
 */

import { Agent, get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { credentials, loadPackageDefinition, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const HELP = `Usage: examples/count-replies.js [options] [host:port]

Makes calls one after the other, and counts their replies by the replica that they name.

  --calls N            calls a round (30)
  --connections one    all calls over one connection (the default): what a gRPC client with one channel does
  --connections each   a new connection for each call
  --rounds N           rounds a second apart, a line each: what happens while something is changed (1)
  --http               GET /hostname over HTTP/1.1, in place of sre.echo.v1.EchoService/Echo
  host:port            127.0.0.1:10000, with --http 127.0.0.1:10001: the proxies of these examples

One connection and all replies from one replica: what is in between balances connections, not calls.
Exit code 0: all calls were answered. 1: some failed, and the line says how. 2: wrong usage.
`;

const PROTOS = fileURLToPath(new URL('../protos', import.meta.url));

/** Longer than any proxy here takes to try another replica. */
const DEADLINE_MS = 5_000;

const ROUND_MS = 1_000;

const DEFAULTS = { grpc: '127.0.0.1:10000', http: '127.0.0.1:10001' };

try {
  process.exitCode = await main(settingsOf(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`count-replies.js: ${error.message}\nIt takes --help.\n`);
  process.exitCode = 2;
}

async function main(settings) {
  if (settings.help) {
    process.stdout.write(HELP);
    return 0;
  }
  let failed = 0;
  const start = Date.now();
  for (let round = 0; round < settings.rounds; round++) {
    await until(start + round * ROUND_MS);
    const began = new Date();
    const counts = await countRound(settings);
    failed += counts.failed;
    process.stdout.write(`${line(began, counts)}\n`);
  }
  return failed === 0 ? 0 : 1;
}

async function countRound({ calls, isOneConnection, newCaller }) {
  const replies = new Map();
  const failures = new Map();
  let caller = newCaller();
  for (let call = 0; call < calls; call++) {
    if (!isOneConnection && call > 0) {
      caller.close();
      caller = newCaller();
    }
    await caller.call().then(
      (name) => replies.set(name, (replies.get(name) ?? 0) + 1),
      (error) => failures.set(error.message, (failures.get(error.message) ?? 0) + 1),
    );
  }
  caller.close();
  return { replies, failures, failed: [...failures.values()].reduce((sum, count) => sum + count, 0) };
}

/** `22:41:03  replica-1 10  replica-2 10  failed 2: 2 × 14 UNAVAILABLE: no healthy upstream` */
function line(began, { replies, failures, failed }) {
  const names = [...replies.keys()].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  const words = names.map((name) => `${name} ${replies.get(name)}`);
  const errors = Array.from(failures, ([error, count]) => `${count} × ${error}`);
  if (failed > 0) words.push(`failed ${failed}: ${errors.join(', ')}`);
  return [began.toISOString().slice(11, 19), ...words].join('  ');
}

function grpcCallers(target) {
  const definition = loadSync('sre/echo/v1/echo.proto', { includeDirs: [PROTOS] });
  const { EchoService } = loadPackageDefinition(definition).sre.echo.v1;
  // Without a pool of its own a new client takes the connection of the one before.
  const options = { 'grpc.use_local_subchannel_pool': 1 };
  return () => {
    const client = new EchoService(target, credentials.createInsecure(), options);
    return { call: () => grpcCall(client), close: () => client.close() };
  };
}

function grpcCall(client) {
  return new Promise((resolve, reject) => {
    client.Echo({}, { deadline: Date.now() + DEADLINE_MS }, (error, reply) => {
      if (error) reject(new Error(`${error.code} ${status[error.code]}: ${error.details}`));
      else resolve(nameOf(reply.seen.identity));
    });
  });
}

function httpCallers(target) {
  return () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    return { call: () => httpCall(`http://${target}/hostname`, agent), close: () => agent.destroy() };
  };
}

function httpCall(url, agent) {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, timeout: DEADLINE_MS }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const body = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(nameOf(JSON.parse(body)));
        else reject(new Error(`HTTP ${response.statusCode}: ${body.slice(0, 100).trim()}`));
      });
    });
    request.once('timeout', () => request.destroy(new Error(`no answer in ${DEADLINE_MS} ms`)));
    request.once('error', reject);
  });
}

function nameOf({ pod, hostname }) {
  return pod || hostname;
}

function settingsOf(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      calls: { type: 'string', default: '30' },
      connections: { type: 'string', default: 'one' },
      rounds: { type: 'string', default: '1' },
      http: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (positionals.length > 1) throw new Error(`'${positionals[1]}' is one word too many; expected one host:port`);
  const { connections, http } = values;
  if (connections !== 'one' && connections !== 'each') {
    throw new Error(`--connections is '${connections}'; expected one or each`);
  }
  const target = targetOf(positionals[0] ?? (http ? DEFAULTS.http : DEFAULTS.grpc));
  return {
    calls: countOf('--calls', values.calls),
    rounds: countOf('--rounds', values.rounds),
    isOneConnection: connections === 'one',
    newCaller: http ? httpCallers(target) : grpcCallers(target),
    help: values.help,
  };
}

function targetOf(text) {
  if (!/^[^/]+:\d{1,5}$/.test(text)) throw new Error(`'${text}' is no target; expected host:port`);
  return text;
}

function countOf(flag, text) {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`${flag} is '${text}'; expected a number from 1 to 999999`);
  return Number(text);
}

function until(time) {
  return new Promise((resolve) => setTimeout(resolve, time - Date.now()));
}
