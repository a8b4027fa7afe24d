import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { PackageDefinition } from '@grpc/proto-loader';

import {
  ADMIN_FILES,
  ADMIN_SERVICE,
  CHANNELZ_FILE,
  ECHO_SERVICE,
  FILES,
  LOAD_OPTIONS,
  loadProtos,
  serviceNames,
  serviceOf,
  TRACE_SERVICE,
} from '../../src/servers/grpc/protos.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { codeOf, readDocument, section, tableRows } from './markdown.ts';

const DOCS = readDocument('docs/endpoints.md');

/** A query parameter whose name is the caller's own: `/trailers?name=value`. */
const ANY_NAME = 'fields';

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly parameters: readonly {
    readonly in: string;
    readonly name: string;
    readonly schema: { readonly default?: string | number };
  }[];
}

suite('docs/endpoints.md says what the server has', () => {
  let server: ServerProcess;

  // With all that a flag adds, so that the document has it too.
  before(async () => {
    server = await startServer({ entry: 'source', args: ['--log', 'off', '--http-metrics', 'on'] });
  });
  after(() => server?.stop());

  test('HTTP: each path with its methods, its query parameters and their defaults', async () => {
    const reply = await fetch(`http://127.0.0.1:${server.httpPort}/openapi.json`);
    const { paths } = (await reply.json()) as OpenApi;
    const expected = Object.entries(paths).map(([path, operations]) => {
      const query = (operations.get ?? operations.post)?.parameters.filter((each) => each.in === 'query') ?? [];
      return {
        path: path.replace('{rest}', '*'),
        methods: verbsOf(Object.keys(operations)),
        query: query.map(({ name, schema }) => (name === ANY_NAME ? ANY_NAME : `${name}=${schema.default}`)).sort(),
      };
    });
    const said = tableRows(section(DOCS, 'HTTP')).map(([path = '', methods = '', query = '']) => ({
      path: codeOf(path),
      methods,
      query: queryOf(codeOf(query)),
    }));
    assert.ok(expected.length >= 30, String(expected.length));
    assert.deepEqual(said, expected);
  });

  test('admin: each method and path', async () => {
    const reply = await fetch(`http://127.0.0.1:${server.adminPort}/api`);
    const listed = [...(await reply.text()).matchAll(/^(GET|PUT|DELETE) (\S+)$/gm)].map(
      ([, method, path]) => `${method} ${path?.replace(/:(\w+)/, '{$1}')}`,
    );
    // The list has neither itself nor the page, whose files are there where they were built.
    const expected = [...listed, 'GET /', 'GET /api', 'GET /assets/*'].sort();
    const said = tableRows(section(DOCS, 'Admin')).map(([endpoint = '']) => codeOf(endpoint));
    assert.ok(listed.length >= 15, String(listed.length));
    assert.deepEqual(said.sort(), expected);
  });

  test('gRPC: each service, and each method of ours', () => {
    const onGrpcPort = section(DOCS, 'gRPC');
    const served = loadProtos(LOAD_OPTIONS, [...FILES, CHANNELZ_FILE]);
    for (const service of serviceNames(served)) assert.match(onGrpcPort, codeSpan(service));
    for (const method of methodsOf(served, ECHO_SERVICE)) assert.match(onGrpcPort, codeSpan(method));

    const onAdminPort = section(DOCS, 'Admin');
    const admin = loadProtos(LOAD_OPTIONS, ADMIN_FILES);
    for (const service of [ADMIN_SERVICE, TRACE_SERVICE]) assert.match(onAdminPort, codeSpan(service));
    for (const method of methodsOf(admin, TRACE_SERVICE)) assert.match(onAdminPort, codeSpan(method));
  });
});

function verbsOf(methods: readonly string[]): string {
  const asked = methods.filter((method) => method !== 'head').map((method) => method.toUpperCase());
  return asked.length > 4 ? 'any' : asked.sort().join(', ').replace('PATCH, POST, PUT', 'POST, PUT, PATCH');
}

function queryOf(said: string | undefined): readonly string[] {
  if (said === undefined) return [];
  if (/^\?name(=value)?$/.test(said)) return [ANY_NAME];
  return said.slice(1).split('&').sort();
}

function methodsOf(definition: PackageDefinition, service: string): readonly string[] {
  return Object.keys(serviceOf(definition, service));
}

function codeSpan(name: string): RegExp {
  return new RegExp(`\`${name.replaceAll('.', '\\.')}\``);
}
