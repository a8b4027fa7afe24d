/** The kinds of value that options have: each refuses what is out of its range, and nothing is clamped. */

import { InvalidArgumentError } from 'commander';
import { EnvOption } from '../environment.ts';

const MAX_PORT = 65_535;

export interface Range {
  readonly fallback: number;
  /** Default: 0. */
  readonly min?: number;
  readonly max: number;
}

/** A whole number. Its range is shown with the description. */
export function number(flags: string, description: string, env: string, { fallback, min = 0, max }: Range): EnvOption {
  const option = new EnvOption(flags, `${description} (${min} to ${max})`, env);
  return option.default(fallback).argParser(wholeNumber(min, max));
}

/** A whole number that is absent where it is not given. */
export function optionalNumber(flags: string, description: string, env: string, { min, max }: Bounds): EnvOption {
  return new EnvOption(flags, `${description} (${min} to ${max})`, env).argParser(wholeNumber(min, max));
}

/** A switch with a value, so that the environment can set it as well. Off where it is not given. */
export function onOff(flags: string, description: string, env: string): EnvOption {
  return new EnvOption(flags, description, env).choices(['on', 'off']).default('off');
}

export type Bounds = Readonly<Record<'min' | 'max', number>>;

/** True where it is typed; its environment variable says true or false. Absent where neither is given. */
export function flag(flags: string, description: string, env: string): EnvOption {
  return new EnvOption(flags, description, env).argParser(switchOf);
}

/** @param typed commander gives none for a flag that stands on the command line */
function switchOf(typed: string | undefined): boolean {
  if (typed === undefined || typed === 'true' || typed === '1') return true;
  if (typed === 'false' || typed === '0') return false;
  throw new InvalidArgumentError('Expected true or false.');
}

export function port(flags: string, description: string, env: string, fallback: number): EnvOption {
  return number(flags, description, env, { fallback, max: MAX_PORT });
}

/** A port, or `off`: no listener. */
export function portOrOff(flags: string, description: string, env: string, fallback: number): EnvOption {
  const parsePort = wholeNumber(0, MAX_PORT, 'Expected off, or');
  const option = new EnvOption(flags, `${description} (0 to ${MAX_PORT})`, env).default(fallback);
  return option.argParser((typed: string) => (typed === 'off' ? 'off' : parsePort(typed)));
}

/** @throws InvalidArgumentError: Node takes an empty host for all addresses, and an empty path for none */
export function notEmpty(typed: string): string {
  if (typed !== '') return typed;
  throw new InvalidArgumentError('It is empty: expected a value, or no such option.');
}

function wholeNumber(min: number, max: number, expected = 'Expected'): (typed: string) => number {
  return (typed) => {
    const value = /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`${expected} a whole number from ${min} to ${max}.${serviceLinkHint(typed)}`);
  };
}

/** https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables */
function serviceLinkHint(typed: string): string {
  if (!typed.startsWith('tcp://')) return '';
  return ' Kubernetes sets this for a Service with the name in front of _PORT: enableServiceLinks: false leaves it out.';
}
