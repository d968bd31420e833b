/*
 * One of several processes that raise the counter of a lease in a file, until it has done so a number of times:
 *
 *   node test/consumers/lease-stores/file-writer.ts FILE NAME TIMES
 */
import { FileLeaseStore, type Lease } from '../../../src/consumers/index.ts'
import { aLease } from '../leases/a-lease.ts'

const [path = '', name = '', times = ''] = process.argv.slice(2)
const store = new FileLeaseStore(path)
await store.open()
for (let done = 0; done < Number(times); ) {
  const before = (await store.get(aLease().key)) as Lease
  const after = { ...before, counter: before.counter + 1, owner: name }
  if (await store.replace(after, before)) done++
}
