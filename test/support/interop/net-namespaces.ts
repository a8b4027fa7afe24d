/** Networks of our own, where packets can be lost or be too large: network namespaces, which nobody else is in. */

import { spawnSync } from 'node:child_process';
import { runTool, toolOutput } from './tool.ts';

export interface NetworkNamespace {
  /** Runs what follows it in here. */
  readonly launcher: readonly [string, ...string[]];
  /** Runs to its end. @throws when it fails */
  run(file: string, ...args: readonly string[]): Promise<string>;
  /** Packets of this chain of iptables that match are lost. */
  drop(chain: 'INPUT' | 'OUTPUT', ...match: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

let made = 0;

/** Why there can be none, or undefined where there can. */
export async function whyNoNamespaces(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'network namespaces take root';
  const name = `sre-test-${process.pid}-${made++}`;
  const { code, stderr } = await runTool('ip', ['netns', 'add', name]);
  if (code !== 0) return `network namespaces cannot be made here: ${stderr.trim()}`;
  await toolOutput('ip', ['netns', 'del', name]);
  return undefined;
}

/** With loopback and nothing else. Its name is unique, so that others can test at the same time. */
export async function networkNamespace(): Promise<NetworkNamespace> {
  const name = `sre-test-${process.pid}-${made++}`;
  await toolOutput('ip', ['netns', 'add', name]);
  // For a test run that is ended in the middle.
  const removeOnExit = () => spawnSync('ip', ['netns', 'del', name]);
  process.once('exit', removeOnExit);
  const run = (file: string, ...args: readonly string[]) => toolOutput('ip', ['netns', 'exec', name, file, ...args]);
  const namespace: NetworkNamespace = {
    launcher: ['ip', 'netns', 'exec', name],
    run,
    drop: async (chain, ...match) => {
      await run('iptables', '-A', chain, ...match, '-j', 'DROP');
    },
    remove: async () => {
      process.off('exit', removeOnExit);
      await toolOutput('ip', ['netns', 'del', name]);
    },
  };
  await namespace.run('ip', 'link', 'set', 'lo', 'up');
  return namespace;
}

export interface RoutedPath {
  readonly client: NetworkNamespace;
  readonly router: NetworkNamespace;
  /** Of the host at the other end. */
  readonly address: string;
  remove(): Promise<void>;
}

/** A client, a router, and a server behind a link of this MTU. The client's own link takes 1500 bytes. */
export async function routedPath(mtu: number): Promise<RoutedPath> {
  const client = await networkNamespace();
  const router = await networkNamespace();
  const server = await networkNamespace();
  await link({
    from: client,
    device: 'near',
    address: '10.91.1.2/24',
    to: router,
    other: 'in',
    gateway: '10.91.1.1/24',
  });
  await link({
    from: server,
    device: 'far',
    address: '10.91.2.2/24',
    to: router,
    other: 'out',
    gateway: '10.91.2.1/24',
  });
  await router.run('sysctl', '-qw', 'net.ipv4.ip_forward=1');
  await router.run('ip', 'link', 'set', 'out', 'mtu', String(mtu));
  await server.run('ip', 'link', 'set', 'far', 'mtu', String(mtu));
  const all = [client, router, server];
  return {
    client,
    router,
    address: '10.91.2.2',
    remove: async () => {
      await Promise.all(all.map((namespace) => namespace.remove()));
    },
  };
}

interface Link {
  readonly from: NetworkNamespace;
  readonly device: string;
  readonly address: string;
  readonly to: NetworkNamespace;
  readonly other: string;
  readonly gateway: string;
}

async function link({ from, device, address, to, other, gateway }: Link): Promise<void> {
  const namespace = to.launcher.at(-1) ?? '';
  await from.run('ip', 'link', 'add', device, 'type', 'veth', 'peer', 'name', other, 'netns', namespace);
  await from.run('ip', 'addr', 'add', address, 'dev', device);
  await to.run('ip', 'addr', 'add', gateway, 'dev', other);
  await from.run('ip', 'link', 'set', device, 'up');
  await to.run('ip', 'link', 'set', other, 'up');
  await from.run('ip', 'route', 'add', 'default', 'via', gateway.replace(/\/.*/, ''));
}
