import { readFileSync, writeFileSync } from 'node:fs'

/*
 * What the kernel counts for a process, all its threads together, read from outside so that the process under
 * measurement does nothing for it. Linux only. Source: proc_pid_stat(5), proc_pid_status(5), proc_pid_io(5).
 */

/** USER_HZ, the unit of the times in /proc/PID/stat; 100 on every Linux that Node runs on. */
const ticksPerSecond = 100
const microsPerTick = 1_000_000 / ticksPerSecond
/** Fields 14 and 15 of /proc/PID/stat, counted behind the command name, which may hold spaces. */
const userTimeField = 11
const systemTimeField = 12

/** User and system time so far, in microseconds, in steps of 10,000. */
export function cpuMicros(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[userTimeField]) + Number(fields[systemTimeField])) * microsPerTick
}

/** Lets `peakRssBytes` start anew from the memory in use now. */
export function resetPeakRss(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

/** The memory in use now. */
export function rssBytes(pid: number): number {
  return 1024 * named(`/proc/${pid}/status`, 'VmRSS')
}

export function peakRssBytes(pid: number): number {
  return 1024 * named(`/proc/${pid}/status`, 'VmHWM')
}

/** Bytes that the process asked of read calls (page cache and sockets included), and bytes that came from the disk. */
export function readBytes(pid: number): { asked: number; fromDisk: number } {
  const path = `/proc/${pid}/io`
  return { asked: named(path, 'rchar'), fromDisk: named(path, 'read_bytes') }
}

function named(path: string, name: string): number {
  const value = new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(readFileSync(path, 'latin1'))?.[1]
  if (value === undefined) throw new Error(`${path} has no ${name}`)
  return Number(value)
}
