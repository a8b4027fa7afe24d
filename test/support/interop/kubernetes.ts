/** What is rendered of k8s/, and what an API server would say of it: kubectl's own kustomize, and k8s-tools/validate. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { K8S } from './kubernetes-manifests.ts';
import type { Scratch } from './scratch.ts';
import { runTool, toolOutput } from './tool.ts';

export type PodSecurity = 'privileged' | 'baseline' | 'restricted';

const renderings = new Map<string, Promise<string>>();

/** Once for all who ask. @param folder below k8s/ */
export function rendered(folder: string): Promise<string> {
  const known = renderings.get(folder) ?? toolOutput('kubectl', ['kustomize', fileURLToPath(new URL(folder, K8S))]);
  renderings.set(folder, known);
  return known;
}

/** What is wrong, a line each. @throws when the validation itself fails */
export async function problemsOf(objects: string, level: PodSecurity): Promise<readonly string[]> {
  const { code, stdout, stderr } = await runTool('k8s-validate', ['--pod-security', level], objects);
  if (code === 0) return [];
  if (code !== 1) throw new Error(`k8s-validate: exit code ${code}\n${stderr}`);
  return stdout.trimEnd().split('\n');
}

/** A kustomization of a user's own, in a folder of its own. @returns its path */
export function ownKustomization(scratch: Scratch, name: string, more: string): string {
  const file = scratch.path(`${name}/kustomization.yaml`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, more);
  return dirname(file);
}

/** The path of a folder below k8s/ as a kustomization in another folder has to write it. */
export function fromFolder(folder: string, path: string): string {
  return relative(folder, fileURLToPath(new URL(path, K8S)));
}
