/** A state that follows from the events of one log and from nothing else: no clock, no randomness, no other source. */
export interface StateMachine<Event> {
  /** `timeMs` is when the event was committed and never falls. The event is a decoded copy. Must not throw. */
  apply(event: Event, timeMs: number): void
  /** All of the state, as plain data that msgpack carries. Called synchronously: it may return live objects. */
  snapshot(): unknown
  /** Replaces the state by what `snapshot` returned once. */
  restore(snapshot: unknown): void
}
