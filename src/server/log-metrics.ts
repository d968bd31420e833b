import { counter, gauge, type Metric } from '../http/index.ts'
import type { LogStats } from '../log/index.ts'

/** The log store's numbers, for /metrics. */
export function logMetrics(stats: LogStats): Metric[] {
  return [
    counter('millrace_log_commits_total', 'Commits acknowledged.', stats.commits),
    counter('millrace_log_records_total', 'Records appended.', stats.records),
    counter('millrace_log_bytes_total', 'Bytes of records appended, framed.', stats.bytes),
    counter('millrace_log_journal_syncs_total', 'Times the journal was made durable.', stats.journalSyncs),
    counter('millrace_log_segment_bytes_total', 'Bytes written to segments.', stats.segmentBytesWritten),
    gauge('millrace_log_logs', 'Logs known.', stats.logs),
    gauge('millrace_log_segments', 'Segment files.', stats.segments),
    gauge('millrace_log_memory_bytes', 'Memory that records take.', stats.memoryBytes),
    gauge(
      'millrace_log_unflushed_bytes',
      'Memory of records that are in the journal and not yet in segments.',
      stats.unflushedBytes,
    ),
    gauge('millrace_log_open_files', 'Files that the log store has open.', stats.openFiles),
  ]
}
