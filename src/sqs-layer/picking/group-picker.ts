import {
  frameHeaderSize,
  frameLength,
  frameTimeMs,
  type LogStore,
  type Offset,
  type ReadBatch,
} from '../../log/index.ts'
import { place } from '../backlog/message-table.ts'
import type { QueueState } from '../control/queue-state.ts'
import type { QueueData } from '../event-log/queue-data.ts'
import { readGroupId } from '../message/message-record.ts'
import type { MessageGroup, MessageGroups } from './message-groups.ts'
import type { Picker } from './picker.ts'

/**
 * Messages among which the groups are looked for. Source: Amazon SQS Developer Guide, "Avoid large message backlogs with
 * the same message group ID": FIFO queues scan the first 120,000.
 */
const windowMax = 120_000

/** Messages looked at in one go. */
const scanRecords = 256
const scanBytes = 1024 * 1024

export interface GroupPickerParts {
  readonly store: LogStore
  readonly data: QueueData
  readonly groups: MessageGroups
  queue(): QueueState
}

interface Seen {
  readonly offset: Offset
  readonly sentMs: number
  readonly groupId: string
}

/**
 * Of a FIFO queue: of each ready group its messages in their order, as many as are wanted, before those of the next group.
 *
 * Looks ahead for groups, as far as it must: a message that was looked at is in the table from then on. Until it is received
 * its `firstReceivedMs` there is when it was sent.
 */
export class GroupPicker implements Picker {
  readonly #parts: GroupPickerParts
  #scanning: Promise<void> | undefined

  constructor(parts: GroupPickerParts) {
    this.#parts = parts
  }

  get isAvailable(): boolean {
    return this.#parts.groups.first !== undefined || this.#canScan()
  }

  /** Finds the groups of the messages that a restart has brought back. To be called before anything else. */
  async findGroups(): Promise<void> {
    const { store, data, groups } = this.#parts
    const { table } = data.backlog
    const offsets: Offset[] = []
    for (let slot = 0; slot < table.capacity; slot++) {
      if (table.place[slot] !== place.none) offsets.push(table.offset[slot]!)
    }
    offsets.sort((a, b) => a - b)
    for (let i = 0; i < offsets.length; ) {
      const before = i
      const seen = await look(store, this.#parts.queue().messages, offsets[i]!)
      for (const message of seen) {
        if (message.offset !== offsets[i]) continue
        const slot = table.find(message.offset)
        if (table.receives[slot] === 0) table.firstReceivedMs[slot] = message.sentMs
        groups.join(slot, message.groupId)
        i++
      }
      // One that is not in the log any more cannot be given out either.
      if (i === before) i++
    }
  }

  begin(): void {}

  lookAhead(): Promise<void> | undefined {
    if (!this.#canScan()) return undefined
    this.#scanning ??= this.#scan().finally(() => {
      this.#scanning = undefined
    })
    return this.#scanning
  }

  /** Groups are not seen without reading messages. */
  peek(): undefined {}

  pick(countMax: number, nowMs: number): number[] {
    const { groups } = this.#parts
    const slots: number[] = []
    for (let group = groups.first; group !== undefined && slots.length < countMax; group = groups.first) {
      this.#pickOf(group, countMax - slots.length, nowMs, slots)
    }
    return slots
  }

  accept(): true {
    return true
  }

  /** A delay is the queue's, and counts for what was sent before it was set, too. */
  delayChanged(): void {
    const { backlog } = this.#parts.data
    const { table } = backlog
    for (let slot = 0; slot < table.capacity; slot++) {
      if (table.place[slot] === place.delayed) backlog.giveBack(slot)
    }
  }

  /** Takes of a ready group what may be given out; one whose first message is delayed is ready no more. */
  #pickOf(group: MessageGroup, countMax: number, nowMs: number, slots: number[]): void {
    const { backlog } = this.#parts.data
    const { table } = backlog
    const sentMaxMs = nowMs - this.#parts.queue().settings.delaySeconds * 1000
    const picked: number[] = []
    let slot = group.messages.first
    while (slot >= 0 && picked.length < countMax && table.place[slot] === place.waiting) {
      if (table.receives[slot] === 0 && table.firstReceivedMs[slot]! > sentMaxMs) break
      picked.push(slot)
      slot = table.next[slot]!
    }
    for (const each of picked) backlog.take(each)
    slots.push(...picked)
    if (picked.length === 0) backlog.postpone(slot, table.firstReceivedMs[slot]! + nowMs - sentMaxMs)
  }

  #canScan(): boolean {
    const { backlog, end } = this.#parts.data
    return backlog.cursor < end && backlog.table.count < windowMax
  }

  async #scan(): Promise<void> {
    const { store, data, groups } = this.#parts
    const { backlog } = data
    const from = backlog.cursor
    const seen = await look(store, this.#parts.queue().messages, from)
    // A purge while it was read has moved the cursor.
    if (backlog.cursor !== from) return
    for (const { offset, sentMs, groupId } of seen) {
      backlog.advance(offset + 1)
      const slot = backlog.table.find(offset)
      backlog.table.firstReceivedMs[slot] = sentMs
      groups.join(slot, groupId)
    }
  }
}

/** Looks at the next messages from an offset on. */
function look(store: LogStore, log: number, from: Offset): Promise<Seen[]> {
  return store.readInPlace(log, from, { bytes: scanBytes, records: scanRecords }, seenIn)
}

function seenIn({ chunks }: ReadBatch): Seen[] {
  const seen: Seen[] = []
  for (const { firstOffset, count, frames } of chunks) {
    let at = 0
    for (let i = 0; i < count; i++) {
      const groupId = readGroupId(frames, at) ?? ''
      seen.push({ offset: firstOffset + i, sentMs: frameTimeMs(frames, at), groupId })
      at += frameHeaderSize + frameLength(frames, at)
    }
  }
  return seen
}
