import type { Clock, Logger } from '../base/index.ts'
import type { LogStore } from '../log/index.ts'
import type { QueueState } from './control/queue-state.ts'
import { QueueData } from './event-log/queue-data.ts'
import { FairPicker } from './picking/fair-picker.ts'
import { GroupPicker } from './picking/group-picker.ts'
import { MessageGroups } from './picking/message-groups.ts'
import { NoisyTenants } from './picking/noisy-tenants.ts'
import type { Picker } from './picking/picker.ts'
import { ProcessingTime } from './picking/processing-time.ts'
import { Tenants } from './picking/tenants.ts'

export interface OpenedData {
  readonly data: QueueData
  readonly picker: Picker
  /** The same, of a FIFO queue. */
  readonly groupPicker: GroupPicker | undefined
  /** Of a standard queue. */
  readonly noisyTenants: NoisyTenants | undefined
}

interface Parts {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
}

/** Reads what a queue remembers, into the order of its type. @param queue as it is now @throws as QueueData.open, LOG_CORRUPT */
export async function openData(parts: Parts, queue: () => QueueState): Promise<OpenedData> {
  if (queue().isFifo) return openFifo(parts, queue)
  let tenants: Tenants | undefined
  const data = await QueueData.open(parts, queue(), (table) => {
    tenants = new Tenants(table)
    return tenants
  })
  const processingTime = new ProcessingTime(parts.clock)
  tenants!.processingTime = processingTime
  const noisyTenants = new NoisyTenants({
    clock: parts.clock,
    tenants: tenants!,
    processingTime,
    heldCount: () => data.backlog.heldCount,
  })
  return { data, picker: new FairPicker(data, tenants!, noisyTenants), groupPicker: undefined, noisyTenants }
}

async function openFifo(parts: Parts, queue: () => QueueState): Promise<OpenedData> {
  let groups: MessageGroups | undefined
  const data = await QueueData.open(parts, queue(), (table) => {
    groups = new MessageGroups(table)
    return groups
  })
  const groupPicker = new GroupPicker({ store: parts.store, data, groups: groups!, queue })
  await groupPicker.findGroups()
  return { data, picker: groupPicker, groupPicker, noisyTenants: undefined }
}
