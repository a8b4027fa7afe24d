/** What an exchange takes from a header list, HTTP/2's or that of HTTP/1.1. */

import { boundedText } from '../bounded-text.ts';
import type { TraceContext } from './exchange.ts';
import { contextOf } from './parent-context.ts';
import { MAX_USER_AGENT_LENGTH } from './text-limits.ts';

/** A field of either protocol. */
export interface Field {
  readonly name: string;
  readonly value: string;
  readonly redacted?: boolean;
}

export interface RequestFacts {
  readonly userAgent: string | undefined;
  readonly previousAttempts: number | undefined;
  readonly parent: TraceContext | undefined;
}

export const NO_FACTS: RequestFacts = { userAgent: undefined, previousAttempts: undefined, parent: undefined };

/** gRFC A6 allows five attempts; a number of more digits is none that a client of gRPC sent. */
const ATTEMPTS = /^[0-9]{1,4}$/;

/** What is read of a request. Their lengths tell them from nearly all other names: most fields cost the comparison of a number. */
const NAMES: readonly string[] = ['traceparent', 'tracestate', 'user-agent', 'grpc-previous-rpc-attempts'];
const LENGTHS: readonly boolean[] = Array.from({ length: 32 }, (_, n) => NAMES.some((name) => name.length === n));

const TRACERESPONSE = 'traceresponse';

/** The fields that are read, by name. One that is redacted leaves no value: a part of a list is no list either. */
interface Found {
  parents: number;
  parent: string | undefined;
  state: string | undefined;
  userAgent: string | undefined;
  attempts: string | undefined;
  isStateSecret: boolean;
}

/** One pass: where each request has its own `traceparent`, this is done for each. */
export function requestFacts(fields: readonly Field[]): RequestFacts {
  let found: Found | undefined;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as Field;
    if (LENGTHS[field.name.length] !== true) continue;
    found ??= nothingFound();
    take(found, field);
  }
  return found === undefined ? NO_FACTS : factsOf(found);
}

function nothingFound(): Found {
  return {
    parents: 0,
    parent: undefined,
    state: undefined,
    userAgent: undefined,
    attempts: undefined,
    isStateSecret: false,
  };
}

function take(found: Found, field: Field): void {
  const value = field.redacted === true ? undefined : field.value;
  switch (lowerCase(field.name)) {
    case 'traceparent':
      found.parents += 1;
      found.parent = value;
      break;
    case 'tracestate':
      // RFC 9110 §5.3: fields of one name are one list.
      found.state = found.state === undefined ? value : `${found.state},${value}`;
      if (value === undefined) found.isStateSecret = true;
      break;
    case 'user-agent':
      found.userAgent ??= value;
      break;
    case 'grpc-previous-rpc-attempts':
      found.attempts ??= value;
      break;
  }
}

/** HTTP/2 has no others, HTTP/1.1 any case. */
function lowerCase(name: string): string {
  return NAMES.includes(name) ? name : name.toLowerCase();
}

function factsOf({ parents, parent, state, userAgent, attempts, isStateSecret }: Found): RequestFacts {
  return {
    userAgent: userAgent === undefined ? undefined : boundedText(userAgent, MAX_USER_AGENT_LENGTH),
    previousAttempts: attempts !== undefined && ATTEMPTS.test(attempts) ? Number(attempts) : undefined,
    // Trace Context §3.2: a sender has one of it, so of two neither can be believed.
    parent: parent === undefined || parents !== 1 ? undefined : contextOf(parent, isStateSecret ? undefined : state),
  };
}

/** @returns what a response calls the work behind it: `traceresponse`, Trace Context Level 2; absent where it is there twice */
export function ownContext(fields: readonly Field[]): TraceContext | undefined {
  let own: Field | undefined;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as Field;
    if (field.name.length !== TRACERESPONSE.length || field.name.toLowerCase() !== TRACERESPONSE) continue;
    if (own !== undefined) return undefined;
    own = field;
  }
  return own === undefined || own.redacted === true ? undefined : contextOf(own.value);
}

/** @returns the value of the first field `name` (in lower case), undefined where that is redacted */
export function firstValue(fields: readonly Field[], name: string): string | undefined {
  const field = fields.find((each) => each.name.toLowerCase() === name);
  return field?.redacted === true ? undefined : field?.value;
}
