import type { ShardReadEnd, ShardRecords } from '../../shards/index.ts'
import type { RecordsForm } from './answer-in-parts.ts'
import { textsSizeMax } from './record-text-form.ts'
import { describeChildShard } from './shard-description.ts'
import { listHead, writeTexts } from './write-texts.ts'

const comma = 0x2c

/**
 * The answer of GetRecords in JSON, without an object for a record:
 *
 *   {"Records":[{...},...],"NextShardIterator":"...","MillisBehindLatest":0}
 *
 * At the end of a closed shard without NextShardIterator, and with ChildShards as the last member.
 */
export const getRecordsJson: RecordsForm = {
  headSize: listHead.length,

  writeHead(target) {
    target.write(listHead, 'latin1')
  },

  sizeMax({ count, keyBytes, dataBytes }: ShardRecords) {
    return 1 + textsSizeMax(count, keyBytes, dataBytes)
  },

  writeRecords(target, at, records, isFirst) {
    if (!isFirst) target[at] = comma
    /* Without the comma behind the last one: perhaps it is the answer's. */
    return writeTexts(target, isFirst ? at : at + 1, records) - 1
  },

  tail: (end) => Buffer.from(tailOf(end), 'latin1'),
}

/** In ASCII, as ids, iterators and hash keys are. */
function tailOf({ nextIterator, children, millisBehindLatest }: ShardReadEnd): string {
  const next = nextIterator === undefined ? '' : `"NextShardIterator":${JSON.stringify(nextIterator)},`
  const after =
    children.length === 0 ? '' : `,"ChildShards":${JSON.stringify(children.map(describeChildShard))}`
  return `],${next}"MillisBehindLatest":${millisBehindLatest}${after}}`
}
