/** The process, under the names of Prometheus' client libraries, read when somebody asks. One row a metric. */

import { promises as files } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import type { NumberFamily, Sample } from './family.ts';

/** Absent where there is no /proc: not Linux. */
export interface OpenFiles {
  readonly open?: number;
  /** No limit: absent. */
  readonly max?: number;
}

interface ProcessMetric extends Pick<NumberFamily, 'name' | 'type' | 'help'> {
  readonly read: (openFiles: OpenFiles) => number | undefined;
}

const METRICS: readonly ProcessMetric[] = [
  {
    name: 'process_cpu_seconds_total',
    type: 'counter',
    help: 'CPU time of the process, user and system.',
    read: cpuSeconds,
  },
  {
    name: 'process_start_time_seconds',
    type: 'gauge',
    help: 'When the process started, in seconds since the Unix epoch.',
    read: () => performance.timeOrigin / 1000,
  },
  {
    name: 'process_resident_memory_bytes',
    type: 'gauge',
    help: 'Memory of the process that is in RAM.',
    read: () => process.memoryUsage.rss(),
  },
  {
    name: 'process_open_fds',
    type: 'gauge',
    help: 'File descriptors that are open; each connection takes two or three.',
    read: ({ open }) => open,
  },
  {
    name: 'process_max_fds',
    type: 'gauge',
    help: 'File descriptors that may be open.',
    read: ({ max }) => max,
  },
  {
    name: 'nodejs_heap_size_total_bytes',
    type: 'gauge',
    help: 'Heap of V8 that is reserved.',
    read: () => process.memoryUsage().heapTotal,
  },
  {
    name: 'nodejs_heap_size_used_bytes',
    type: 'gauge',
    help: 'Heap of V8 that is in use.',
    read: () => process.memoryUsage().heapUsed,
  },
  {
    name: 'nodejs_external_memory_bytes',
    type: 'gauge',
    help: 'Memory that objects of V8 hold outside of its heap: buffers, and the events in memory.',
    read: () => process.memoryUsage().external,
  },
  {
    name: 'nodejs_eventloop_active_seconds_total',
    type: 'counter',
    help: 'Time that the event loop was busy; its rate is the utilisation.',
    read: () => performance.eventLoopUtilization().active / 1000,
  },
  {
    name: 'nodejs_eventloop_idle_seconds_total',
    type: 'counter',
    help: 'Time that the event loop had nothing to do.',
    read: () => performance.eventLoopUtilization().idle / 1000,
  },
];

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

/** @param openFiles those of the scrape that goes on */
export function processFamilies(openFiles: () => OpenFiles): readonly NumberFamily[] {
  return METRICS.map(({ name, type, help, read }): NumberFamily => {
    const collect = (): readonly Sample[] => {
      const value = read(openFiles());
      return value === undefined ? [] : [{ labels: {}, value }];
    };
    return { name, type, help, labelNames: [], collect };
  });
}

/** Never rejects. */
export async function readOpenFiles(): Promise<OpenFiles> {
  const [names, limits] = await Promise.all([
    files.readdir('/proc/self/fd').catch(() => undefined),
    files.readFile('/proc/self/limits', 'latin1').catch(() => ''),
  ]);
  const max = /^Max open files +(\d+)/m.exec(limits)?.[1];
  return {
    // One of them is the folder that was read.
    ...(names === undefined ? {} : { open: names.length - 1 }),
    ...(max === undefined ? {} : { max: Number(max) }),
  };
}
