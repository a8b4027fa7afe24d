/** What an endpoint of the HTTP server is. */

import type { FastifyReply, FastifyRequest } from 'fastify';

import type { IsSecret } from '../../redaction.ts';
import type { Identity } from '../identity.ts';
import type { MetricsText } from '../metrics-text.ts';
import { type Parameters, type ValuesOf, valuesOf } from './parameter-values.ts';

export interface Endpoint {
  /** As OpenAPI writes it: "/bytes/{n}". A "*" at its end stands for any rest. */
  readonly path: string;
  /** GET serves HEAD too. */
  readonly methods: Methods;
  /** One line for who asked for a path that does not exist. */
  readonly summary: string;
  readonly parameters: Parameters;
  /** Any other query parameter means something too: its name and value are free. */
  readonly takesAnyQuery: boolean;
  /** Otherwise a body is read and dropped. */
  readonly readsBody: boolean;
  /** What to put behind the address to try it, "/bytes/16?seed=1", and what to put before it on curl's command line. */
  readonly example: Example;
  /** Its statuses other than 200, and 400 for a parameter out of range: with what they mean. */
  readonly statuses: Readonly<Record<string, string>>;
  /** Of the answer. */
  readonly mediaType: string;
  /** What it resolves to is sent: a stream, bytes or text as they are, anything else as JSON. */
  handle(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
}

export type Methods = 'ANY' | readonly string[];

export interface Example {
  readonly path: string;
  /** Of curl: "-d hello". */
  readonly options?: string;
}

export interface EndpointOptions {
  /** Header fields whose values the replies leave out. */
  readonly isSecret: IsSecret;
  /** Of a request; one with more is answered with 413. */
  readonly maxBodyBytes: number;
  readonly identity: Identity;
  /** Whether traffic should be sent here: /readyz. */
  readonly isReady: () => boolean;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Undefined: no /metrics here. */
  readonly metrics?: MetricsText | undefined;
}

type Optional = 'methods' | 'takesAnyQuery' | 'readsBody' | 'statuses' | 'mediaType';

type Definition<P extends Parameters> = Omit<Endpoint, Optional | 'parameters' | 'handle'> &
  Partial<Pick<Endpoint, Optional>> & {
    readonly parameters?: P;
    handle(request: FastifyRequest, reply: FastifyReply, values: ValuesOf<P>): Promise<unknown>;
  };

/** An endpoint for GET that answers JSON with 200, unless it says otherwise. */
export function defineEndpoint<P extends Parameters = Record<never, never>>(definition: Definition<P>): Endpoint {
  const parameters = definition.parameters ?? ({} as P);
  return {
    methods: ['GET'],
    takesAnyQuery: false,
    readsBody: false,
    statuses: {},
    mediaType: 'application/json',
    ...definition,
    parameters,
    handle: async (request, reply) => definition.handle(request, reply, valuesOf(parameters, request)),
  };
}
