import type { FirehoseSink } from '../../../src/firehose-sink/index.ts'
import type { Streams } from '../../../src/shards/index.ts'
import { rest, type SimWorld } from '../sim-world.ts'
import type { WatchedObjects } from './watched-objects.ts'

/** Stops what delivers. A delivery that is under way has a moment to end, and what is tried again its pauses. */
export async function closeDelivery(
  world: SimWorld,
  { sink, objects, kinesis }: { sink: FirehoseSink; objects: WatchedObjects; kinesis: Streams },
): Promise<void> {
  let isClosed = false
  const closed = sink.close().finally(() => {
    isClosed = true
  })
  while (!isClosed) {
    world.clock.advance(1000)
    await rest()
    await world.run(5)
  }
  await world.drive(closed)
  await world.drive(objects.idle())
  await world.drive(kinesis.close())
}
