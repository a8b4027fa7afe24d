/** The OpenAPI 3.1 document of the table of endpoints. */

import { METHODS, STATUS_CODES } from 'node:http';

import type { Endpoint } from './endpoint.ts';
import type { Parameter } from './parameter.ts';
import { allowed } from './routing.ts';

/** A fixed set: https://spec.openapis.org/oas/v3.1.0#path-item-object */
const OPENAPI_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'].filter((method) =>
  METHODS.includes(method),
);

/** OpenAPI has no path parameter that spans several segments: what stands for any rest is told as one. */
const REST: Parameter<string> = {
  in: 'path',
  description: 'any rest, with any number of slashes',
  expected: 'anything',
  schema: { type: 'string' },
  parse: (text) => text,
};

/** Of fastify. */
const ERROR_SCHEMA = {
  type: 'object',
  required: ['statusCode', 'error', 'message'],
  properties: { statusCode: { type: 'integer' }, error: { type: 'string' }, message: { type: 'string' } },
};

export function openApiOf(endpoints: readonly Endpoint[], version: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'sre-test-server',
      version,
      description: 'Parameters out of their range are refused with 400. Unknown parameters mean nothing.',
    },
    paths: Object.fromEntries(endpoints.map((endpoint) => [templateOf(endpoint), pathItem(endpoint)])),
    components: { schemas: { Error: ERROR_SCHEMA } },
  };
}

function templateOf({ path }: Endpoint): string {
  return path.replace(/\*$/, '{rest}');
}

function pathItem(endpoint: Endpoint): object {
  const methods = OPENAPI_METHODS.filter((method) => allowed(endpoint.methods, method));
  return Object.fromEntries(methods.map((method) => [method.toLowerCase(), operation(endpoint, method)]));
}

function operation(endpoint: Endpoint, method: string): object {
  const { summary, mediaType, statuses } = endpoint;
  const parameters = parametersOf(endpoint);
  const isRefusing = parameters.length > 0;
  return {
    operationId: `${method.toLowerCase()}${templateOf(endpoint)}`,
    summary,
    parameters,
    responses: {
      200: { description: 'OK', content: { [mediaType]: {} } },
      ...(isRefusing ? { 400: errorResponse('a parameter is not what is expected') } : {}),
      ...Object.fromEntries(
        Object.entries(statuses).map(([code, description]) => [code, responseOf(code, description)]),
      ),
    },
  };
}

function parametersOf({ path, parameters, takesAnyQuery }: Endpoint): object[] {
  const all = Object.entries({ ...parameters, ...(path.endsWith('*') ? { rest: REST } : {}) });
  const told = all.map(([name, parameter]) => ({
    name,
    in: parameter.in,
    required: parameter.fallback === undefined,
    description: `${parameter.description}: ${parameter.expected}`,
    schema: parameter.schema,
  }));
  return takesAnyQuery ? [...told, ANY_QUERY] : told;
}

/** Its names are free: https://swagger.io/docs/specification/v3_0/describing-parameters/ (form, explode) */
const ANY_QUERY = {
  name: 'fields',
  in: 'query',
  description: 'any names and values',
  style: 'form',
  explode: true,
  schema: { type: 'object', additionalProperties: { type: 'string' } },
};

function responseOf(code: string, description: string): object {
  return Number(code) >= 400 ? errorResponse(`${STATUS_CODES[code] ?? code}: ${description}`) : { description };
}

function errorResponse(description: string): object {
  return { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } };
}
