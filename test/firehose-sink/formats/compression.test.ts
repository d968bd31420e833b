import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { uncompressSync } from 'snappy'
import { expect, test } from 'vitest'
import { type CompressionFormat, compressed } from '../../../src/firehose-sink/formats/compression.ts'
import { scratchFolder } from '../../cli/command.ts'

const options = { name: 'orders-1-2018', timeMs: Date.UTC(2018, 7, 27, 10, 30, 6) }

async function packed(format: CompressionFormat, records: readonly Buffer[]): Promise<Buffer> {
  return Buffer.concat(await compressed(format, records, options))
}

/** Records that are larger than the pieces they are put together in, and small ones. */
const samples: readonly (readonly Buffer[])[] = [
  [Buffer.from('{"a":1}\n'), Buffer.from('{"b":"ü"}\n')],
  Array.from({ length: 3000 }, (_, i) => Buffer.from(`{"number":${i},"text":"${'abc'.repeat(i % 90)}"}\n`)),
  [Buffer.alloc(600_000, 'x'), Buffer.from('end')],
]

/** The header that snappy-java looks for, then sizes and blocks. */
function fromSnappyJava(bytes: Buffer): Buffer {
  expect(bytes.toString('latin1', 0, 8)).toBe('\x82SNAPPY\0')
  expect([bytes.readInt32BE(8), bytes.readInt32BE(12)]).toEqual([1, 1])
  const blocks: Buffer[] = []
  for (let at = 16; at < bytes.length; ) {
    const size = bytes.readInt32BE(at)
    blocks.push(uncompressSync(bytes.subarray(at + 4, at + 4 + size)) as Buffer)
    at += 4 + size
  }
  return Buffer.concat(blocks)
}

function fromHadoop(bytes: Buffer): Buffer {
  const blocks: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const [whole, size] = [bytes.readInt32BE(at), bytes.readInt32BE(at + 4)]
    const block = uncompressSync(bytes.subarray(at + 8, at + 8 + size)) as Buffer
    expect(block.length).toBe(whole)
    blocks.push(block)
    at += 8 + size
  }
  return Buffer.concat(blocks)
}

test.each(samples.map((records, i) => [i, records] as const))(
  'sample %i is what its readers find in each format',
  async (_, records) => {
    const whole = Buffer.concat(records)
    expect(gunzipSync(await packed('GZIP', records)).equals(whole)).toBe(true)
    expect(fromSnappyJava(await packed('Snappy', records)).equals(whole)).toBe(true)
    expect(fromHadoop(await packed('HADOOP_SNAPPY', records)).equals(whole)).toBe(true)
    expect((await packed('UNCOMPRESSED', records)).equals(whole)).toBe(true)
  },
)

test('an archive is one that Python reads, with its name, time and checksum', async () => {
  using folder = scratchFolder()
  const [, records = []] = samples
  writeFileSync(`${folder.path}/a.zip`, await packed('ZIP', records))
  const script = `import zipfile, sys, hashlib
archive = zipfile.ZipFile('${folder.path}/a.zip')
assert archive.testzip() is None
[entry] = archive.infolist()
print(entry.filename, entry.date_time, hashlib.sha256(archive.read(entry)).hexdigest())`
  const said = execFileSync('python3', ['-c', script], { encoding: 'utf8' })
  const { createHash } = await import('node:crypto')
  const sum = createHash('sha256').update(Buffer.concat(records)).digest('hex')
  expect(said).toBe(`orders-1-2018 (2018, 8, 27, 10, 30, 6) ${sum}\n`)
})

test('records of any sizes come back from gzip and both forms of snappy', async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 70_000 }), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(sizes, async (lengths) => {
      const records = lengths.map((length, i) => Buffer.alloc(length, `${i}-`))
      const whole = Buffer.concat(records)
      expect(gunzipSync(await packed('GZIP', records)).equals(whole)).toBe(true)
      expect(fromSnappyJava(await packed('Snappy', records)).equals(whole)).toBe(true)
      expect(fromHadoop(await packed('HADOOP_SNAPPY', records)).equals(whole)).toBe(true)
    }),
    { numRuns: 10 },
  )
})
