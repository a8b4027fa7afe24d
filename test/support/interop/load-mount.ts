/** The load scripts as a pod has them: the files of the ConfigMap and nothing else, in one folder, without a mode of their own. */

import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Scratch } from './scratch.ts';

export const LOAD_FOLDER = 'scripts/load';

/** What kustomization.yaml puts into the ConfigMap. */
export function mountedFiles(): readonly string[] {
  const kustomization = readFileSync(join(LOAD_FOLDER, 'kustomization.yaml'), 'utf8');
  return [...kustomization.matchAll(/^ {6}- (\S+)$/gm)].map(([, file = '']) => file);
}

/** What is in scripts/load, but for what is about it. */
export function loadFiles(): readonly string[] {
  return readdirSync(LOAD_FOLDER)
    .filter((file) => file !== 'kustomization.yaml' && file !== 'README.md')
    .sort();
}

/** As the kubelet does: each file is a link, through `..data`, into a folder that is exchanged as a whole. @returns the folder */
export function mountLoadScripts(scratch: Scratch): string {
  const folder = scratch.path('load');
  const version = '..2026_01_01_00_00_00.1';
  mkdirSync(join(folder, version), { recursive: true });
  symlinkSync(version, join(folder, '..data'));
  for (const file of mountedFiles()) {
    copyFileSync(join(LOAD_FOLDER, file), join(folder, version, file));
    symlinkSync(join('..data', file), join(folder, file));
  }
  return folder;
}
