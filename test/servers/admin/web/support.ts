/** A web view as a build leaves it, and what is not of it. */

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const PAGE = '<!doctype html><script type="module" src="./assets/index-abc123.js"></script>';
export const SCRIPT = `document.title = ${JSON.stringify('x'.repeat(2_000))};`;

export interface BuiltFolder {
  readonly path: string;
  remove(): void;
}

export function buildFolder(): BuiltFolder {
  const root = mkdtempSync(join(tmpdir(), 'web-view-'));
  const path = join(root, 'web');
  mkdirSync(join(path, 'assets', 'deeper'), { recursive: true });
  const files = {
    'index.html': PAGE,
    'assets/index-abc123.js': SCRIPT,
    'assets/index-def456.css': 'body { margin: 0 }',
    'assets/icon-789abc.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'assets/index-abc123.js.map': '{}',
    'assets/deeper/x.js': 'nothing',
    'other.txt': 'beside the page',
    '../secret.txt': 'behind it',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  symlinkSync(join(root, 'secret.txt'), join(path, 'assets', 'link.txt'));
  return { path, remove: () => rmSync(root, { recursive: true }) };
}
