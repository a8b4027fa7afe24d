/** The manifests in k8s/ as they are written: without kustomize, so for what is true of each file by itself. */

import { readdirSync, readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';

export const K8S = new URL('../../../k8s/', import.meta.url);

export interface Labels {
  readonly [name: string]: string;
}

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Labels };
}

export interface Variable {
  readonly name: string;
  /** Absent where it is taken from the pod's own fields. */
  readonly value?: string;
}

export interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string };
  readonly grpc?: { readonly port: number; readonly service?: string };
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly Variable[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources?: { readonly requests: Labels; readonly limits: Labels };
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly lifecycle?: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
}

/** A patch has only what it changes. */
export interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly terminationGracePeriodSeconds?: number;
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
  readonly spec?: PodSpec;
}

export interface Workload extends Manifest {
  readonly spec: { readonly template: PodTemplate; readonly selector?: { readonly matchLabels: Labels } };
}

export interface Service extends Manifest {
  readonly spec: {
    readonly selector: Labels;
    readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: string }[];
  };
}

/** The folders of k8s/overlays, and so those of k8s/components. */
export const OVERLAYS = readdirSync(new URL('overlays/', K8S)).sort();

/** The one document of a file. @param path below k8s/ */
export function manifest<T>(path: string): T {
  return parse(textOf(path)) as T;
}

export function textOf(path: string): string {
  return readFileSync(new URL(path, K8S), 'utf8');
}

/** What kubectl kustomize printed. */
export function objectsIn(rendered: string): readonly Manifest[] {
  return parseAllDocuments(rendered).map((document) => document.toJS() as Manifest);
}

/** All files but kustomizations, dashboards and tests of alerts. @returns paths below k8s/ */
export function manifestFiles(): readonly string[] {
  const files = readdirSync(K8S, { encoding: 'utf8', recursive: true });
  return files
    .filter((file) => /^(base|components)\/.*\.yaml$/.test(file) && !/kustomization|\.test\./.test(file))
    .sort();
}

/** Objects of the files, without the patches that are lists of operations. */
export function manifests(): readonly Manifest[] {
  const documents = manifestFiles().map((file) => manifest<Manifest | readonly unknown[]>(file));
  return documents.filter((document): document is Manifest => !Array.isArray(document));
}

/** All containers that a pod is made with. */
export function containersOf({ containers = [], initContainers = [] }: PodSpec = {}): readonly Container[] {
  return [...initContainers, ...containers];
}

/** The container that serves, of the base. */
export function serverOf(workload: Workload): Container {
  const server = containersOf(workload.spec.template.spec).find(({ name }) => name === 'server');
  if (server === undefined) throw new Error('no container is called server');
  return server;
}

/** Those that are written out, not those that are taken from the pod's fields. */
export function valuesOf({ env = [] }: Container): { readonly [name: string]: string } {
  return Object.fromEntries(env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
}

export function matches(selector: Labels, labels: Labels = {}): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}
