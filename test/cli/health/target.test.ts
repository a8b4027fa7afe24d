import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../../src/cli/config-error.ts';
import { parseTarget, type Target, targetName } from '../../../src/cli/health/target.ts';

const FORMS =
  'expected host:port, grpc://host:port[/service], grpcs://, http://host[:port]/path or https://; IPv6 in brackets';

describe('the target of a health check', () => {
  const grpc = { protocol: 'grpc', host: '10.0.3.7', port: 50_051, isTls: false, service: '' } as const;
  const http = { protocol: 'http', host: 'web', port: 8_080, isTls: false, path: '/readyz' } as const;
  const right: [string, Target, string][] = [
    ['10.0.3.7:50051', grpc, 'grpc 10.0.3.7:50051'],
    ['grpc://10.0.3.7:50051', grpc, 'grpc 10.0.3.7:50051'],
    ['grpc://10.0.3.7:50051/', grpc, 'grpc 10.0.3.7:50051'],
    ['grpc://10.0.3.7:50051/a.b.C', { ...grpc, service: 'a.b.C' }, 'grpc 10.0.3.7:50051 a.b.C'],
    ['10.0.3.7:50051/a/b%20c', { ...grpc, service: 'a/b c' }, 'grpc 10.0.3.7:50051 a/b c'],
    ['grpcs://10.0.3.7:50051', { ...grpc, isTls: true }, 'grpcs 10.0.3.7:50051'],
    ['[::1]:50051', { ...grpc, host: '::1' }, 'grpc [::1]:50051'],
    ['http://web:8080/readyz', http, 'http web:8080 GET /readyz'],
    ['http://web/readyz?full=1', { ...http, port: 80, path: '/readyz?full=1' }, 'http web:80 GET /readyz?full=1'],
    ['http://web:8080', { ...http, path: '/' }, 'http web:8080 GET /'],
    ['https://web/', { ...http, port: 443, isTls: true, path: '/' }, 'https web:443 GET /'],
    [
      'https://[2001:DB8::7]:8443/',
      { ...http, host: '2001:db8::7', port: 8_443, isTls: true, path: '/' },
      'https [2001:db8::7]:8443 GET /',
    ],
  ];
  for (const [typed, target, name] of right) {
    test(`${typed} is ${name}`, () => {
      assert.deepEqual(parseTarget(typed), target);
      assert.equal(targetName(target), name);
    });
  }

  const wrong: [string, string][] = [
    ['', "target '': "],
    ['localhost', "target 'localhost': it has no port: "],
    ['50051', "target '50051': it has no port: "],
    [':50051', "target ':50051': "],
    ['::1:50051', "target '::1:50051': "],
    ['web:0', "target 'web:0': nobody listens on port 0: "],
    ['web:65536', "target 'web:65536': "],
    ['web:grpc', "target 'web:grpc': "],
    ['tcp://web:1', "target 'tcp://web:1': "],
    ['grpc://web:1?a', "target 'grpc://web:1?a': gRPC has no query: "],
    ['grpc://web:1/%ff', "target 'grpc://web:1/%ff': its service is not percent-encoded UTF-8: "],
    ['http://web/#top', "target 'http://web/#top': what is behind # is never sent: "],
    ['http://me:s3cret@web/', "target 'http://…@web/': it has a user, whom nobody is told: "],
    ['me:s3cret@web:1', "target '…@web:1': it has a user, whom nobody is told: "],
  ];
  for (const [typed, words] of wrong) {
    test(`'${typed}' is refused with what was expected`, () => {
      assert.throws(
        () => parseTarget(typed),
        (error) => {
          assert.ok(error instanceof ConfigError);
          assert.equal(error.message, `${words}${FORMS}`);
          return true;
        },
      );
    });
  }
});
