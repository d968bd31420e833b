/** What consumers have done with a queue since it was first used after the start. */
export class QueueCounters {
  /** Records given out, dead letters among them. */
  received = 0
  acknowledged = 0
  /** Receives that were answered with nothing. */
  emptyReceives = 0
}

/** How many records a queue has, of what kind. Those that are too old count until they are trimmed. */
export interface QueueCounts {
  readonly visible: number
  readonly inFlight: number
  readonly visibleDead: number
  readonly inFlightDead: number
}
