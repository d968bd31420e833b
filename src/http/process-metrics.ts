import { counter, gauge, type Metric } from './prometheus-text.ts'

/** What the process uses, under the names that Prometheus's own client libraries give. */
export function processMetrics(): Metric[] {
  const memory = process.memoryUsage()
  const cpu = process.cpuUsage()
  return [
    counter('process_cpu_user_seconds_total', 'CPU time spent in user mode.', cpu.user / 1e6),
    counter('process_cpu_system_seconds_total', 'CPU time spent in the kernel.', cpu.system / 1e6),
    gauge('process_resident_memory_bytes', 'Memory that the process holds in RAM.', memory.rss),
    gauge('nodejs_heap_size_used_bytes', 'JavaScript heap in use.', memory.heapUsed),
    gauge('nodejs_external_memory_bytes', 'Memory of buffers and other native objects.', memory.external),
    gauge('process_uptime_seconds', 'Time since the process started.', process.uptime()),
  ]
}
