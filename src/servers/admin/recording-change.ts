/** What of the settings of the trace is to be another from now on, as it comes in a body of JSON. */

import type { ListenerName } from '../../trace/event.ts';
import {
  CONNECTION_ID,
  isHeaderName,
  MAX_PAYLOAD_BYTES,
  MAX_REDACTED_NAMES,
  MAX_SAMPLE,
  type RecordingSettings,
  TRACE_SWITCHES,
} from '../../trace/recording.ts';
import { Refusal } from './refusal.ts';
import type { SwitchableRecording } from './tracing.ts';

const LISTENERS: readonly ListenerName[] = ['grpc', 'http', 'admin', 'proxy', 'probe'];

/** @param came never undefined: a field that is not there changes nothing. @throws Refusal */
type Read<K extends keyof RecordingSettings> = (came: unknown, recording: SwitchableRecording) => RecordingSettings[K];

const FIELDS: { readonly [K in keyof RecordingSettings]: Read<K> } = {
  trace: (came) => oneOf('trace', came, TRACE_SWITCHES),
  listenersOff: (came) => [
    ...new Set(list('listenersOff', came).map((each) => oneOf('listenersOff', each, LISTENERS))),
  ],
  sampleOneIn: (came) => wholeNumber('sampleOneIn', came, 1, MAX_SAMPLE),
  connections: chosenConnections,
  payloadBytes: (came) => wholeNumber('payloadBytes', came, 0, MAX_PAYLOAD_BYTES),
  redactHeaders: headerNames,
};

/**
 * @param came a body that was parsed as JSON
 * @returns the settings with what it says
 * @throws Refusal, where any of it is wrong
 */
export function changedSettings(recording: SwitchableRecording, came: unknown): RecordingSettings {
  const changes = objectOf(came, `expected an object with any of ${Object.keys(FIELDS).join(', ')}`);
  const changed = Object.entries(changes).map(([name, value]) => [name, read(name, value, recording)]);
  return { ...recording.settings, ...Object.fromEntries(changed) };
}

function read(name: string, came: unknown, recording: SwitchableRecording): unknown {
  if (Object.hasOwn(FIELDS, name)) return FIELDS[name as keyof RecordingSettings](came, recording);
  throw new Refusal(400, `${show(name)} came: expected one of ${Object.keys(FIELDS).join(', ')}`);
}

/** Added to what was chosen before; null takes a choice back. */
function chosenConnections(came: unknown, recording: SwitchableRecording): Readonly<Record<string, boolean>> {
  const chosen: Record<string, boolean> = { ...recording.settings.connections };
  for (const [id, value] of Object.entries(objectOf(came, 'expected connections as {"c3": true}'))) {
    if (!CONNECTION_ID.test(id) || !(typeof value === 'boolean' || value === null)) {
      throw new Refusal(400, `connections ${show({ [id]: value })} came: expected {"c3": true}, false or null`);
    }
    if (!recording.has(id)) throw new Refusal(404, `connection ${id} is not open, or was accepted under trace off`);
    if (value === null) delete chosen[id];
    else chosen[id] = value;
  }
  return chosen;
}

function headerNames(came: unknown): readonly string[] {
  const names = list('redactHeaders', came);
  if (names.length > MAX_REDACTED_NAMES) {
    throw new Refusal(400, `${names.length} redactHeaders came: expected at most ${MAX_REDACTED_NAMES}`);
  }
  return names.map((name) => {
    if (typeof name === 'string' && isHeaderName(name)) return name.toLowerCase();
    throw new Refusal(400, `redactHeaders ${show(name)} came: expected names of header fields`);
  });
}

function oneOf<T extends string>(name: string, came: unknown, values: readonly T[]): T {
  const value = values.find((each) => each === came);
  if (value !== undefined) return value;
  throw new Refusal(400, `${name} ${show(came)} came: expected ${values.join(', ')}`);
}

function wholeNumber(name: string, came: unknown, min: number, max: number): number {
  if (typeof came === 'number' && Number.isInteger(came) && came >= min && came <= max) return came;
  throw new Refusal(400, `${name} ${show(came)} came: expected a whole number from ${min} to ${max}`);
}

function list(name: string, came: unknown): readonly unknown[] {
  if (Array.isArray(came)) return came;
  throw new Refusal(400, `${name} ${show(came)} came: expected a list`);
}

function objectOf(came: unknown, expected: string): Readonly<Record<string, unknown>> {
  if (typeof came === 'object' && came !== null && !Array.isArray(came)) return came as Record<string, unknown>;
  throw new Refusal(400, `${show(came)} came: ${expected}`);
}

const MAX_SHOWN_CHARACTERS = 200;

function show(value: unknown): string {
  return `${JSON.stringify(value)}`.slice(0, MAX_SHOWN_CHARACTERS);
}
