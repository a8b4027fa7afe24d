/** The short forms: a row each. docs/filters.md has the table for those who type them. */

import { celString } from './quote.ts';
import { among, headerField, type Operator, optional, type Place, property } from './short-places.ts';
import {
  CONN,
  ERROR_CODE,
  FRAME_TYPE,
  GRPC_CODE,
  HEADER,
  HTTP_STATUS,
  headerOf,
  KIND,
  LISTENER,
  NUMBER,
  ORIGIN,
  SEVERITY,
  SIDE,
  TEXT,
  type ValueForm,
} from './short-values.ts';

export interface ShortForm {
  readonly name: string;
  /** What it finds. */
  readonly finds: string;
  readonly value: ValueForm;
  readonly operators: readonly Operator[];
  readonly example: string;
  /**
   * @param literal of CEL, what `value` read
   * @param value as typed
   */
  places(operator: Operator, literal: string, value: string): readonly Place[];
}

/** Of what is looked for in several places of one event, another value in one of them says nothing. */
const IS: readonly Operator[] = ['=='];
const EQUALITY: readonly Operator[] = [...IS, '!='];
const ORDER: readonly Operator[] = [...EQUALITY, '<', '<=', '>', '>='];

export const SHORT_FORMS: readonly ShortForm[] = [
  {
    name: 'stream',
    finds: 'frames, messages, opening, end and findings of a stream; on HTTP/1.1 the n-th request and response, from 0',
    value: NUMBER,
    operators: ORDER,
    example: 'stream:5',
    places: (operator, id) => [
      ...among(['frame', 'message', 'streamOpened', 'streamClosed'], 'streamId', operator, id),
      optional('finding', 'streamId', operator, id),
      property('http1', 'index', operator, id),
    ],
  },
  {
    name: 'conn',
    finds: 'all of a connection',
    value: CONN,
    operators: EQUALITY,
    example: 'conn:c3',
    places: (operator, id) => [{ test: `conn ${operator} ${id}` }],
  },
  {
    name: 'kind',
    finds: 'events of a kind',
    value: KIND,
    operators: EQUALITY,
    example: 'kind:finding',
    places: (operator, name) => [{ test: `kind ${operator} ${name}` }],
  },
  {
    name: 'seq',
    finds: 'events by number',
    value: NUMBER,
    operators: ORDER,
    example: 'seq>100',
    places: (operator, number) => [{ test: `seq ${operator} ${number}` }],
  },
  {
    name: 'type',
    finds: 'frames of a type; the type alone does too: `RST_STREAM`',
    value: FRAME_TYPE,
    operators: EQUALITY,
    example: 'type:RST_STREAM',
    places: (operator, name) => [property('frame', 'type', operator, name)],
  },
  {
    name: 'from',
    finds: 'frames, messages and HTTP/1.1 that one side sent',
    value: SIDE,
    operators: EQUALITY,
    example: 'from:client',
    places: (operator, side) => among(['frame', 'message', 'http1'], 'from', operator, side),
  },
  {
    name: 'error',
    finds: 'RST_STREAM, GOAWAY and ends of streams with an error code',
    value: ERROR_CODE,
    operators: EQUALITY,
    example: 'error:CANCEL',
    places: (operator, name) => [
      // Two absent properties in one `||` are an error that is made anew, which takes 5 µs.
      { kind: 'frame', test: `frame.type == "RST_STREAM" && frame.rstStream.error ${operator} ${name}` },
      { kind: 'frame', test: `frame.type == "GOAWAY" && frame.goaway.error ${operator} ${name}` },
      optional('streamClosed', 'error', operator, name),
    ],
  },
  {
    name: 'grpc-status',
    finds: 'ends of streams with a gRPC status',
    value: GRPC_CODE,
    operators: ORDER,
    example: 'grpc-status!=0',
    places: (operator, code) => [optional('streamClosed', 'grpcStatus', operator, code, '.code')],
  },
  {
    name: 'status',
    finds: 'ends of streams, and responses of HTTP/1.1, with an HTTP status',
    value: HTTP_STATUS,
    operators: ORDER,
    example: 'status>=500',
    places: (operator, status) => [
      optional('streamClosed', 'httpStatus', operator, status),
      {
        kind: 'http1',
        test: `http1.from == "SERVER" && int(http1.startLine.substring(9, 12)) ${operator} ${status}`,
      },
    ],
  },
  {
    name: 'origin',
    finds: 'ends of streams by whose answer it was',
    value: ORIGIN,
    operators: EQUALITY,
    example: 'origin:infrastructure',
    places: (operator, origin) => [property('streamClosed', 'origin', operator, origin)],
  },
  {
    name: 'method',
    finds:
      'openings of streams and messages by the method of their RPC; openings, and HTTP/1.1 requests, by that of HTTP',
    value: TEXT,
    operators: IS,
    example: 'method:Echo',
    places: (operator, name, method) => [
      optional('streamOpened', 'rpc', operator, name, '.method'),
      property('streamOpened', 'method', operator, name),
      optional('message', 'rpc', operator, name, '.method'),
      { kind: 'http1', test: `http1.startLine.startsWith(${celString(`${method} `)})` },
    ],
  },
  {
    name: 'service',
    finds: 'openings of streams and messages by the service of their RPC',
    value: TEXT,
    operators: EQUALITY,
    example: 'service:sre.echo.v1.EchoService',
    places: (operator, name) => [
      optional('streamOpened', 'rpc', operator, name, '.service'),
      optional('message', 'rpc', operator, name, '.service'),
    ],
  },
  {
    name: 'path',
    finds: 'openings of streams, and HTTP/1.1 requests, by their path, whatever their query',
    value: TEXT,
    operators: IS,
    example: 'path:/echo',
    places: (operator, literal, path) => [
      property('streamOpened', 'path', operator, literal),
      { kind: 'streamOpened', test: `streamOpened.path.startsWith(${celString(`${path}?`)})` },
      { kind: 'http1', test: `http1.startLine.contains(${celString(` ${path} `)})` },
      { kind: 'http1', test: `http1.startLine.contains(${celString(` ${path}?`)})` },
    ],
  },
  {
    name: 'header',
    finds: 'header lists with a field, or with a field of this value; trailers too',
    value: HEADER,
    operators: IS,
    example: 'header:x-request-id=abc',
    places: (_operator, _literal, field) => {
      const { name, value } = headerOf(field);
      return [
        headerField('frame', 'headers.fields', name, value),
        headerField('http1', 'fields', name, value),
        headerField('http1', 'trailers', name, value),
      ];
    },
  },
  {
    name: 'listener',
    finds: 'openings of connections of a listener',
    value: LISTENER,
    operators: EQUALITY,
    example: 'listener:grpc',
    places: (operator, name) => [property('connectionOpened', 'listener', operator, name)],
  },
  {
    name: 'rule',
    finds: 'findings of a rule',
    value: TEXT,
    operators: EQUALITY,
    example: 'rule:K1',
    places: (operator, name) => [property('finding', 'rule', operator, name)],
  },
  {
    name: 'severity',
    finds: 'findings of a severity',
    value: SEVERITY,
    operators: EQUALITY,
    example: 'severity:error',
    places: (operator, name) => [property('finding', 'severity', operator, name)],
  },
];

/** A bare word is short for this. */
export const BARE_WORD = 'type';

export function shortForm(name: string): ShortForm | undefined {
  return SHORT_FORMS.find((form) => form.name === name.toLowerCase());
}
