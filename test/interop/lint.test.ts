/** scripts/lint.sh fails on what is wrong, and finds what is to be looked at. Whether this repository is clean, CI asks it itself. */

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { scratchFolder } from '../support/interop/scratch.ts';
import { runTool, type ToolResult } from '../support/interop/tool.ts';

const GOOD = {
  Dockerfile: 'FROM debian:13.1-slim\nCMD ["true"]\n',
  'run.sh': '#!/usr/bin/env bash\necho "$1"\n',
  'values.yaml': 'name: echo\nports: [50051, 8080]\n',
};

function lint(t: TestContext, files: Readonly<Record<string, string>>): Promise<ToolResult> {
  const scratch = scratchFolder();
  t.after(scratch.remove);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(scratch.path(name)), { recursive: true });
    writeFileSync(scratch.path(name), text);
  }
  return runTool('scripts/lint.sh', [scratch.path('.')]);
}

describe('scripts/lint.sh', () => {
  test('what is good is clean, and counted', async (t) => {
    const { code, stdout } = await lint(t, GOOD);
    assert.match(
      stdout,
      /^ {2}hadolint +1 Dockerfiles +clean\n {2}shellcheck +1 shell scripts +clean\n {2}yamllint +1 YAML files +clean$/m,
    );
    assert.equal(code, 0);
  });

  const BAD = [
    ['a Dockerfile', 'image/Dockerfile', 'FROM debian\nRUN cd /tmp\n', /^image\/Dockerfile:1 DL3006 /m, 'hadolint +2'],
    ['a script by its name', 'a/b.sh', '#!/bin/sh\nrm -r $1/x\n', /^a\/b\.sh:2:.*\[SC2086\]$/m, 'shellcheck +2'],
    [
      'a script by its first line',
      '.ci/run',
      '#!/usr/bin/env bash\ncd x\n',
      /^\.ci\/run:2:.*\[SC2164\]$/m,
      'shellcheck +2',
    ],
    ['a script with another ending', 'net.d/a.b', '#!/bin/bash\necho $x\n', /\[SC2154\]/, 'shellcheck +2'],
    [
      'YAML with a key twice',
      'k8s/a.yml',
      'a: 1\na: 2\n',
      /^k8s\/a\.yml:2:1: \[error\] .*\(key-duplicates\)$/m,
      'yamllint +2',
    ],
    ['YAML that gives a warning', 'b.yaml', 'a: yes\n', /\[warning\] .*\(truthy\)$/m, 'yamllint +2'],
    ['YAML that cannot be read', 'c.yaml', 'a: [1\n', /\[error\] syntax error/, 'yamllint +2'],
  ] as const;
  for (const [what, name, text, finding, row] of BAD) {
    test(`${what}: exit code 1, where it is wrong, and by which rule`, async (t) => {
      const { code, stdout } = await lint(t, { ...GOOD, [name]: text });
      assert.match(stdout, finding);
      assert.match(stdout, new RegExp(`^ {2}${row} .*FINDINGS, see above$`, 'm'));
      assert.equal(stdout.match(/ clean$/gm)?.length, 2, 'the others are clean');
      assert.equal(code, 1);
    });
  }

  test('what is not ours is left out', async (t) => {
    const { code, stdout } = await lint(t, { ...GOOD, 'node_modules/x/y.sh': 'rm -r $1\n', 'dist/z.yaml': 'a: [\n' });
    assert.doesNotMatch(stdout, /FINDINGS/);
    assert.equal(code, 0);
  });

  test('a folder that is not there is exit code 2', async () => {
    const { code, stderr } = await runTool('scripts/lint.sh', ['/nowhere']);
    assert.match(stderr, /^lint: '\/nowhere', expected one folder or nothing$/m);
    assert.equal(code, 2);
  });
});
