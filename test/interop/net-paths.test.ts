/** The scripts of scripts/net that look at the path: names, loss, packet sizes, forgotten connections. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { freePort, startDaemon } from '../support/interop/daemon.ts';
import { startHaProxy } from '../support/interop/haproxy.ts';
import { type DnsServer, type DnsServerOptions, startDnsServer } from '../support/interop/net-dns-server.ts';
import { startForgetfulEcho } from '../support/interop/net-forgetful.ts';
import {
  type NetworkNamespace,
  networkNamespace,
  type RoutedPath,
  routedPath,
  whyNoNamespaces,
} from '../support/interop/net-namespaces.ts';
import { netScriptOutput, runNetScript } from '../support/interop/net-script.ts';
import { scratchFolder } from '../support/interop/scratch.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const skip = (await whyNoNamespaces()) ?? false;

/** All at once: most of it is waiting. */
describe('scripts/net on paths', { concurrency: true }, () => {
  describe('net-dns', { concurrency: 1 }, () => {
    const scratch = scratchFolder();
    const resolvConf = scratch.path('resolv.conf');
    const servers: DnsServer[] = [];
    before(() => {
      // As the kubelet writes it.
      const search = 'search shop.svc.cluster.local svc.cluster.local cluster.local';
      writeFileSync(resolvConf, `${search}\nnameserver 127.0.0.1\noptions ndots:5\n`);
    });
    after(() => {
      for (const server of servers) server.close();
      scratch.remove();
    });

    async function lookUp(name: string, options: Partial<DnsServerOptions> = {}): Promise<string> {
      const server = await startDnsServer({ name: 'api.example.com', delayMs: { A: 0, AAAA: 0 }, ...options });
      servers.push(server);
      const args = ['--resolv-conf', resolvConf, '--port', String(server.port), '--count', '3', name];
      return netScriptOutput('net-dns', args);
    }

    test('shows the queries of a search list, and how to write the name without them', async () => {
      const said = await lookUp('api.example.com');
      assert.match(said, /^api\.example\.com has an address after 8 queries: A and AAAA of 4 names\.$/m);
      assert.match(said, /^ndots is 5, and this name has 2 dots\. Written as "api\.example\.com\.", .* takes 2\.$/m);
      assert.match(said, /^api\.example\.com\.shop\.svc\.cluster\.local\. +A +NXDOMAIN .* 0 found$/m);
      assert.match(said, /^api\.example\.com\. +A +NOERROR .* 1 found$/m);
      const asked = servers.at(-1)?.queries.slice(0, 8) ?? [];
      const domains = ['.shop.svc.cluster.local', '.svc.cluster.local', '.cluster.local', ''];
      assert.deepEqual(
        asked,
        domains.flatMap((domain) => [`api.example.com${domain} A`, `api.example.com${domain} AAAA`]),
      );
    });

    test('a name with a dot at its end takes two', async () => {
      const said = await lookUp('api.example.com.');
      assert.match(said, /^api\.example\.com\. has an address after 2 queries: A and AAAA of one name\.$/m);
      assert.doesNotMatch(said, /ndots/);
    });

    test('measures each nameserver by type, and finds a slow AAAA and a TCP that is not there', async () => {
      const said = await lookUp('api.example.com.', { delayMs: { A: 0, AAAA: 300 } });
      const row = (type: string) =>
        new RegExp(`^127\\.0\\.0\\.1 +${type} +(\\d+) +(\\d+) +0 +0 +([\\d.-]+)`, 'm').exec(said);
      assert.deepEqual(row('A')?.slice(1, 3), ['3', '0']);
      assert.deepEqual(row('AAAA')?.slice(1, 3), ['3', '0']);
      assert.ok(Number(row('AAAA')?.[3]) >= 300, said);
      assert.match(said, /^127\.0\.0\.1 takes longer for AAAA than for A: lookups wait for both\.$/m);
      assert.deepEqual(row('TCP')?.slice(1), ['0', '3', '-']);
      assert.match(said, /^127\.0\.0\.1 left 3 queries \(TCP\) without an answer\.$/m);
    });

    test('tells answers that are asked for again by TCP', async () => {
      assert.match(
        await lookUp('api.example.com.', { truncates: true }),
        /^127\.0\.0\.1 truncates: resolvers ask again by TCP\.$/m,
      );
    });
  });

  describe('net-idle', () => {
    const scratch = scratchFolder();
    let server: ServerProcess;
    let tcpEchoPort = 0;
    before(async () => {
      tcpEchoPort = await freePort();
      server = await startServer({ args: ['--log', 'off', '--tcp-echo-port', String(tcpEchoPort)] });
    });
    after(async () => {
      await server?.stop();
      scratch.remove();
    });

    test('our TCP echo and our HTTP port survive a silence', async () => {
      const run = (...args: readonly string[]) => netScriptOutput('net-idle', ['--seconds', '1,2', ...args]);
      const [tcp, http] = await Promise.all([
        run(`127.0.0.1:${tcpEchoPort}`),
        run('--http', `127.0.0.1:${server.httpPort}`),
      ]);
      for (const said of [tcp, http])
        assert.match(said, /^Alive after 2 s of silence, .*\n\n.*\n +1 s {2}alive\n +2 s {2}alive\n/);
    });

    test('between two silences HAProxy cuts: by FIN, and when', async (t) => {
      const forward = { to: tcpEchoPort, lines: ['timeout client 2s'] };
      const proxy = await startHaProxy(scratch, [forward]);
      t.after(() => proxy.stop());
      const said = await netScriptOutput('net-idle', ['--seconds', '1,6', `127.0.0.1:${proxy.ports[0]}`]);
      const [, after = ''] = /^Cut between 1 and 6 s of silence: FIN after ([\d.]+) s\.$/m.exec(said) ?? [];
      assert.ok(Number(after) >= 1.9, said);
      assert.match(said, /^A PING every 1 s keeps it\./m);
    });

    test('one that is forgotten says nothing, not even when it is used', async (t) => {
      const echo = await startForgetfulEcho(2_000);
      t.after(() => echo.close());
      const said = await netScriptOutput('net-idle', ['--seconds', '1,6', '--wait', '2', `127.0.0.1:${echo.port}`]);
      assert.match(
        said,
        /^Cut between 1 and 6 s of silence: lost without a word: no reply in 2 s\.\nNobody told the client/m,
      );
    });

    test('where nothing answers it measures nothing, and that is no result', async (t) => {
      const refused = await runNetScript('net-idle', ['--seconds', '1', '127.0.0.1:9']);
      assert.match(refused.stderr, /^Not measured: nothing accepts connections/m);
      assert.equal(refused.code, 1);
      const mute = createServer().listen(0, '127.0.0.1');
      await once(mute, 'listening');
      t.after(() => mute.close());
      const address = mute.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const said = await netScriptOutput('net-idle', ['--seconds', '1', '--wait', '1', `127.0.0.1:${port}`]);
      assert.match(said, /^Not measured: the server answers nothing\./);
    });
  });

  describe('net-mtu, on a path with a router', { skip, concurrency: 1 }, () => {
    let path: RoutedPath;
    before(async () => {
      path = await routedPath(1400);
    });
    after(() => path?.remove());

    test('finds what the path takes, and that routers say so', async () => {
      const said = await netScriptOutput('net-mtu', [path.address], path.client);
      assert.match(said, /^The path to 10\.91\.2\.2 takes packets of 1400 bytes; near sends 1500\. Routers say so/);
      assert.match(said, /^ {2}near +mtu 1500$/m);
      const near = await netScriptOutput('net-mtu', ['10.91.1.1'], path.client);
      assert.match(near, /^The path to 10\.91\.1\.1 takes packets of 1500 bytes, all that near can send\.$/m);
    });

    test('without leave to ping: says what is missing, and what tracepath says', async () => {
      const options = { ...path.client, privileged: false };
      const { code, stdout } = await runNetScript('net-mtu', [path.address], options);
      assert.match(stdout, /^Not measured by ping, which may not send here: it takes NET_RAW \(k8s\/overlays\/debug\)/);
      assert.match(stdout, /^tracepath says, by UDP: pmtu 1400\.$/m);
      assert.equal(code, 1);
    });

    test('a router that does not say so is a black hole', async () => {
      await path.client.run('ip', 'route', 'flush', 'cache');
      await path.router.drop('OUTPUT', '-p', 'icmp', '--icmp-type', 'fragmentation-needed');
      const said = await netScriptOutput('net-mtu', ['--count', '1', path.address], path.client);
      assert.match(said, /^BLACK HOLE: the path to 10\.91\.2\.2 takes packets of 1400 bytes, near sends 1500, /);
      assert.match(said, /MTU of the interface to 1400, or clamp the MSS to 1360\.$/m);
    });
  });

  describe('net-conntrack and net-retransmits, in a network that tracks and loses', { skip, concurrency: 1 }, () => {
    let network: NetworkNamespace;
    let server: ServerProcess;
    before(async () => {
      network = await networkNamespace();
      // As on a real network: packets of 64 KiB would be few.
      await network.run('ip', 'link', 'set', 'lo', 'mtu', '1500');
      // A small window, or a client that takes 2 MB a second takes the first megabytes at once, and then nothing for seconds.
      await network.run('sysctl', '-qw', 'net.ipv4.tcp_rmem=4096 65536 131072');
      // Tracking begins with the first rule that asks for it. What belongs to no connection is counted, and not taken for a new one.
      await network.drop('INPUT', '-m', 'conntrack', '--ctstate', 'INVALID');
      await network.run('sysctl', '-qw', 'net.netfilter.nf_conntrack_tcp_loose=0');
      server = await startServer({ args: ['--log', 'off'], launcher: network.launcher });
      await network.run('curl', '-sS', '-o', '/dev/null', `http://127.0.0.1:${server.httpPort}/echo`);
    });
    after(async () => {
      await server?.stop();
      await network?.remove();
    });

    test('net-conntrack says how full the table is, and who is in it', async () => {
      const said = await netScriptOutput('net-conntrack', ['--seconds', '1'], network);
      assert.match(
        said,
        /^[1-9]\d* of \d+ entries are in use in this network namespace, \d+ %\.\nNothing was ever dropped/,
      );
      assert.match(said, new RegExp(`^ +1 {2}127\\.0\\.0\\.1 > 127\\.0\\.0\\.1 port ${server.httpPort}$`, 'm'));
    });

    test('net-conntrack without privileges: the counters, and what it does not tell', async () => {
      const said = await netScriptOutput('net-conntrack', ['--seconds', '1'], { ...network, privileged: false });
      assert.match(said, /^[1-9]\d* of \d+ entries are in use/);
      assert.match(said, /^Who is in it is not told: that takes root and NET_ADMIN \(k8s\/overlays\/debug\)\.$/m);
    });

    /** Until the connection is there, nothing of it can be forgotten, or sent again. */
    async function isOpen(): Promise<void> {
      const filter = ['state', 'established', `dport = :${server.httpPort}`];
      for (let tries = 0; (await network.run('ss', '-Htn', ...filter)) === ''; tries++) {
        assert.ok(tries < 500, 'curl does not connect');
      }
    }

    /** While 2 MB a second are sent, to a client that goes on until the script has ended. */
    async function whileItSends(): Promise<string> {
      const url = `http://127.0.0.1:${server.httpPort}/bytes/200000000`;
      const limits = ['--limit-rate', '2M', '--max-time', '60'];
      const command: readonly [string, ...string[]] = [
        ...network.launcher,
        'curl',
        '-sS',
        ...limits,
        '-o',
        '/dev/null',
        url,
      ];
      const download = await startDaemon({ name: 'curl', command, ports: [] });
      try {
        await isOpen();
        return await netScriptOutput('net-retransmits', ['--seconds', '2', '--port', String(server.httpPort)], network);
      } finally {
        await download.stop();
      }
    }

    test('net-retransmits counts what was sent again, on which connection, and what the kernel says of it', async () => {
      const clean = await whileItSends();
      // Some are sent again all the same on a busy machine, whose acknowledgements are late.
      assert.match(clean, /^\d+ of [1-9]\d* segments were sent again in 2 s: /);
      assert.doesNotMatch(clean, /The path loses packets/);

      const everyTenth = ['-m', 'statistic', '--mode', 'nth', '--every', '10', '--packet', '0'];
      await network.drop('INPUT', '-p', 'tcp', '--sport', String(server.httpPort), ...everyTenth);
      const lossy = await whileItSends();
      assert.match(lossy, /^[1-9]\d* of \d+ segments were sent again in 2 s: [\d.]+ %\. The path loses packets/);
      assert.match(lossy, new RegExp(`^127\\.0\\.0\\.1:${server.httpPort} > 127\\.0\\.0\\.1:\\d+ +[1-9]\\d* `, 'm'));
      assert.match(lossy, /^ +[1-9]\d* {2}TcpRetransSegs /m);
    });

    // The last one: what is forgotten is sent again for a while, and would count as lost.
    test('net-conntrack counts packets whose entry is gone', async () => {
      const url = `http://127.0.0.1:${server.httpPort}/drip?duration=4s&numbytes=40`;
      const drip = network.run('curl', '-sS', '--max-time', '4', '-o', '/dev/null', url).catch(() => 'cut');
      await isOpen();
      await network.run('conntrack', '-F');
      const said = await netScriptOutput('net-conntrack', ['--seconds', '3'], network);
      await drip;
      assert.match(said, /^invalid +[1-9]\d* +[1-9]\d* {2}packets that fit no connection/m);
    });
  });
});
