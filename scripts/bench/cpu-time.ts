/** The CPU time of another process, all its threads together. */

import { readFileSync } from 'node:fs';

/** Linux counts /proc/<pid>/stat in these, on every architecture that Node runs on: 10 ms each. */
const TICKS_PER_SECOND = 100;

/** `utime` and `stime`, counted from the state that follows the process name; proc_pid_stat(5). */
const UTIME_FIELD = 11;
const STIME_FIELD = 12;

/** In microseconds, user and system. @throws on other systems than Linux, and when there is no such process */
export function cpuMicroseconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The process name is in parentheses, and may contain spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[UTIME_FIELD]) + Number(fields[STIME_FIELD]);
  return (ticks / TICKS_PER_SECOND) * 1e6;
}
