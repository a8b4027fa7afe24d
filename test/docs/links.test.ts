import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { suite, test } from 'node:test';

import { anchorsOf, exists, linksOf, ROOT, readDocument } from './markdown.ts';

/** Not ours, or made by a build. */
const LEFT_OUT = ['node_modules', 'dist', '.git', '.cache'];

/** With a scheme, or a host. */
const IS_ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;

function documents(folder = ''): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.includes(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return documents(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** @returns what is wrong with it; undefined where nothing is */
function problemOf(document: string, target: string): string | undefined {
  if (IS_ELSEWHERE.test(target)) return undefined;
  const [file = '', anchor] = target.split('#').map(decodeURIComponent);
  const path = file === '' ? document : join(dirname(document), file);
  if (relative(ROOT, join(ROOT, path)).startsWith('..')) return 'leads out of the project';
  if (!exists(path)) return `there is no ${path}`;
  if (anchor === undefined) return undefined;
  if (statSync(join(ROOT, path)).isDirectory() || !path.endsWith('.md')) return `${path} has no anchors`;
  return anchorsOf(readDocument(path)).has(anchor) ? undefined : `${path} has no heading #${anchor}`;
}

suite('each relative link of our documents leads somewhere', () => {
  const all = documents();

  test('the documents are found', () => {
    for (const some of ['README.md', 'docs/faults.md', 'src/wire/http2/README.md']) assert.ok(all.includes(some), some);
  });

  for (const document of all) {
    test(document, () => {
      const broken = linksOf(readDocument(document)).flatMap(({ target, line }) => {
        const problem = problemOf(document, target);
        return problem === undefined ? [] : [`${document}:${line} ${target}: ${problem}`];
      });
      assert.deepEqual(broken, []);
    });
  }
});

suite('links and anchors are read as GitHub reads them', () => {
  test('anchors: signs go, blanks are hyphens, a second heading of the same words gets a number', () => {
    const text =
      '# `--pcap` and --tls-keylog\n## GET /api/trace\n## A, b: c.\n```\n# no heading\n```\n## A b c\n## A, b: c\n';
    assert.deepEqual([...anchorsOf(text)], ['--pcap-and---tls-keylog', 'get-apitrace', 'a-b-c', 'a-b-c-1', 'a-b-c-2']);
  });

  test('links: inline, pictures and definitions; not in code', () => {
    const text = 'See [a](b.md#c), ![p](d.png) and\n`[no](x.md)`, [`code`](e.md).\n\n```\n[no](y.md)\n```\n[f]: g.md\n';
    assert.deepEqual(
      linksOf(text).map(({ target, line }) => `${line} ${target}`),
      ['1 b.md#c', '1 d.png', '2 e.md', '7 g.md'],
    );
  });

  test('what is wrong is said', () => {
    assert.equal(problemOf('docs/faults.md', '#the-text'), undefined);
    assert.equal(problemOf('docs/faults.md', '../README.md'), undefined);
    assert.equal(problemOf('docs/faults.md', 'https://example.com/x'), undefined);
    assert.equal(problemOf('docs/faults.md', 'none.md'), 'there is no docs/none.md');
    assert.equal(problemOf('docs/faults.md', '#nowhere'), 'docs/faults.md has no heading #nowhere');
    assert.equal(problemOf('docs/faults.md', '../../x.md'), 'leads out of the project');
  });
});
