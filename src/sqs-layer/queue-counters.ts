/** What has gone into a queue and out of it since the server was started, or it was first used. Counted for each call. */
export class QueueCounters {
  /** Without duplicates, and without what was moved here. */
  sent = 0
  /** Bodies and attributes of the messages sent. */
  sentBytes = 0
  /** Sends to a FIFO queue that repeat one of the last five minutes. */
  duplicates = 0
  received = 0
  emptyReceives = 0
  /** Good handles that were to be deleted, whether or not the message was there still. */
  deleted = 0
}
