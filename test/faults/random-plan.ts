/** Any plan that the vocabulary can say, and a text that says it. */

import type { DelayDistribution, FaultPlan, FaultScope, Stage, TransportFault } from '../../src/faults/fault.ts';
import { STATUS, statusName } from '../../src/wire/grpc/status.ts';
import { ERROR_CODE, errorName } from '../../src/wire/http2/error-code.ts';
import type { SeededRandom } from '../support/seeded-random.ts';

const CODES = Object.values(ERROR_CODE);

/** Without what contradicts itself: one thing that takes the place of a response, or some that change it. */
export function randomPlan(random: SeededRandom): FaultPlan {
  const scope: FaultScope = random.pick(['STREAM', 'CONNECTION']);
  const transport = random.pick([randomChanges, randomReplacement, randomEndings])(random, scope);
  const hasStatus = transport.length === 0 || (random.chance(0.3) && transport.every(({ kind }) => kind === 'PADDING'));
  return {
    condition: {
      ...(random.chance(0.3) ? { hostname: `echo-${random.int(10)}` } : {}),
      ...(random.chance(0.3) ? { untilAttempt: random.between(2, 1_000) } : {}),
      ...(random.chance(0.3) ? { percent: random.between(1, 1_000) / 10 } : {}),
    },
    application: {
      ...(random.chance(0.5) ? { delay: randomDelay(random) } : {}),
      ...(hasStatus ? { status: randomStatuses(random) } : {}),
    },
    transport,
  };
}

function randomDelay(random: SeededRandom): DelayDistribution {
  if (random.chance(0.5)) {
    const delays = Array.from({ length: random.between(1, 5) }, () => ({
      value: random.int(3_600_000),
      percent: random.between(1, 20),
    }));
    return { kind: 'WEIGHTED', delays };
  }
  let percentile = 0;
  let delayMs = 0;
  const points = Array.from({ length: random.between(1, 10) }, () => {
    percentile += random.between(1, 10);
    delayMs += random.int(1_000);
    return { percentile, delayMs };
  });
  return { kind: 'PERCENTILES', points };
}

function randomStatuses(random: SeededRandom): NonNullable<FaultPlan['application']['status']> {
  const kind = random.pick(['GRPC', 'HTTP'] as const);
  const message = randomText(random);
  return Array.from({ length: random.between(1, 4) }, () => ({
    value: { kind, code: kind === 'GRPC' ? random.pick(Object.values(STATUS)) : random.between(200, 599), message },
    percent: random.between(1, 25),
  }));
}

function randomChanges(random: SeededRandom, scope: FaultScope): TransportFault[] {
  const faults: TransportFault[] = [
    { scope, kind: 'NO_TRAILERS' },
    { scope, kind: 'NO_GRPC_STATUS' },
    { scope, kind: 'TRUNCATED_MESSAGE', message: random.between(1, 100) },
    { scope, kind: 'WRONG_LENGTH', length: random.int(2 ** 32) },
    { scope, kind: 'PADDING', bytes: random.between(1, 255) },
    { scope, kind: 'CONTINUATION', fragmentBytes: random.between(1, 16_384) },
    { scope, kind: 'HOLD_WINDOW_UPDATE' },
    { scope, kind: 'HOLD_SETTINGS_ACK' },
    { scope, kind: 'HOLD_PING_ACK' },
    { scope, kind: 'SETTINGS', settings: [{ code: random.between(16, 0xffff), value: random.int(2 ** 32) }] },
    { scope, kind: 'PING_FLOOD', count: random.between(1, 10_000), intervalMs: random.int(60_000) },
  ];
  return faults.filter(() => random.chance(0.3));
}

function randomReplacement(random: SeededRandom, scope: FaultScope): TransportFault[] {
  const grpcStatus = random.pick(Object.values(STATUS));
  return [
    random.pick<TransportFault>([
      { scope, kind: 'TRAILERS_ONLY', grpcStatus, message: randomText(random) },
      { scope, kind: 'HTML', httpStatus: random.between(200, 599) },
    ]),
  ];
}

function randomEndings(random: SeededRandom, scope: FaultScope): TransportFault[] {
  const stage: Stage = random.pick<Stage>([
    { at: 'ONCE' },
    { at: 'BEFORE_HEADERS' },
    { at: 'AFTER_HEADERS' },
    { at: 'AFTER_MESSAGE', message: random.between(1, 1_000_000) },
    { at: 'BEFORE_TRAILERS' },
  ]);
  const errorCode = random.chance(0.8) ? random.pick(CODES) : random.int(2 ** 32);
  const goaway: TransportFault = {
    scope,
    kind: 'GOAWAY',
    stage,
    errorCode,
    debug: randomText(random),
    isGraceful: random.chance(0.5),
    ...(random.chance(0.5) ? { lastStreamId: random.int(2 ** 31) } : {}),
  };
  const ending = random.pick<TransportFault>([
    { scope, kind: 'RST_STREAM', stage, errorCode },
    { scope, kind: random.pick(['FIN', 'TCP_RST', 'SILENCE']), stage },
  ]);
  return random.pick([[goaway], [ending], [goaway, ending]]);
}

function randomText(random: SeededRandom): string {
  return Array.from({ length: random.int(6) }, () => random.pick(['a', ';', '@', '=', '%', 'é', '💥', ' ', '\n'])).join(
    '',
  );
}

export function spell({ condition, application, transport }: FaultPlan, random: SeededRandom): string {
  const { hostname, untilAttempt, percent } = condition;
  const { delay, status } = application;
  const terms = transport.flatMap((fault) => spellTransport(fault, random));
  if (hostname !== undefined) terms.unshift(`hostname=${hostname}`);
  if (untilAttempt !== undefined) terms.push(`until_attempt=${untilAttempt}`);
  if (percent !== undefined) terms.unshift(`percent=${percent}`);
  if (delay !== undefined) terms.push(`delay=${spellDelay(delay, random)}`);
  if (status !== undefined) {
    const list = status.map(({ value: { kind, code }, percent }) => {
      const name = kind === 'GRPC' && random.chance(0.5) ? statusName(code) : String(code);
      return `${name}:${percent}`;
    });
    terms.push(`status=${list.join(',')}`, `message=${encodeURIComponent(status[0]?.value.message ?? '')}`);
  }
  if (transport.some(({ scope }) => scope === 'CONNECTION')) terms.push('scope=connection');
  return terms
    .map((term) => (random.chance(0.3) ? ` ${term} ` : term))
    .map((term) => term.replace(/^ ?\w+/, (name) => (random.chance(0.3) ? name.toUpperCase() : name)))
    .join(';');
}

function spellDelay(delay: DelayDistribution, random: SeededRandom): string {
  if (delay.kind === 'PERCENTILES') {
    return delay.points.map(({ percentile, delayMs }) => `p${percentile}:${spellMs(delayMs, random)}`).join(',');
  }
  return delay.delays.map(({ value, percent }) => `${spellMs(value, random)}:${percent}`).join(', ');
}

function spellMs(milliseconds: number, random: SeededRandom): string {
  return random.chance(0.5) || milliseconds % 1_000 !== 0 ? `${milliseconds}ms` : `${milliseconds / 1_000}s`;
}

function spellTransport(fault: TransportFault, random: SeededRandom): string[] {
  const name = fault.kind.toLowerCase();
  switch (fault.kind) {
    case 'RST_STREAM':
      return [`${name}=${spellCode(fault.errorCode, random)}${spellStage(fault.stage, random)}`];
    case 'GOAWAY':
      return [
        `${name}=${spellCode(fault.errorCode, random)}${spellStage(fault.stage, random)}`,
        `goaway_debug=${encodeURIComponent(fault.debug)}`,
        ...(fault.lastStreamId === undefined ? [] : [`goaway_last=${fault.lastStreamId}`]),
        ...(fault.isGraceful ? ['goaway_graceful'] : []),
      ];
    case 'FIN':
    case 'TCP_RST':
    case 'SILENCE':
      return [`${name}${spellStage(fault.stage, random)}`];
    case 'TRAILERS_ONLY':
      return [`${name}=${fault.grpcStatus}`, `message=${encodeURIComponent(fault.message)}`];
    case 'HTML':
      return [`${name}=${fault.httpStatus}`];
    case 'TRUNCATED_MESSAGE':
      return [`${name}=${fault.message}`];
    case 'WRONG_LENGTH':
      return [`${name}=${fault.length}`];
    case 'SETTINGS':
      return [`${name}=${fault.settings.map(({ code, value }) => `0x${code.toString(16)}:${value}`).join(',')}`];
    case 'PING_FLOOD':
      return [`${name}=${fault.count}:${fault.intervalMs}ms`];
    case 'PADDING':
      return [`${name}=${fault.bytes}`];
    case 'CONTINUATION':
      return [`${name}=${fault.fragmentBytes}`];
    default:
      return [name];
  }
}

function spellCode(code: number, random: SeededRandom): string {
  const name = errorName(code);
  if (name !== '' && random.chance(0.5)) return name;
  return random.chance(0.5) ? String(code) : `0x${code.toString(16)}`;
}

function spellStage(stage: Stage, random: SeededRandom): string {
  if (stage.at === 'BEFORE_HEADERS' && random.chance(0.5)) return '';
  const name = stage.at.toLowerCase();
  return stage.at === 'AFTER_MESSAGE' ? `@${name}:${stage.message}` : `@${name}`;
}
