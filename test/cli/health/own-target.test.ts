import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Command } from 'commander';
import { ownTarget } from '../../../src/cli/health/own-target.ts';
import { targetName } from '../../../src/cli/health/target.ts';

describe('the target of a health check that names none', () => {
  const environments: [Record<string, string>, string][] = [
    [{}, 'grpc 127.0.0.1:50051'],
    [{ SRE_HOST: '', SRE_GRPC_PORT: '' }, 'grpc 127.0.0.1:50051'],
    [{ SRE_GRPC_PORT: '9000' }, 'grpc 127.0.0.1:9000'],
    [{ SRE_HOST: '0.0.0.0' }, 'grpc 127.0.0.1:50051'],
    [{ SRE_HOST: '::' }, 'grpc 127.0.0.1:50051'],
    [{ SRE_HOST: '10.0.3.7', SRE_GRPC_PORT: '9000' }, 'grpc 10.0.3.7:9000'],
    [{ SRE_HOST: '2001:db8::7' }, 'grpc [2001:db8::7]:50051'],
    [{ SRE_TLS_SELF_SIGNED: 'true' }, 'grpc 127.0.0.1:50051'],
  ];
  for (const [env, name] of environments) {
    test(`with ${JSON.stringify(env)} is ${name}`, () => {
      assert.equal(targetName(ownTarget(new Command(), env)), name);
    });
  }
});
