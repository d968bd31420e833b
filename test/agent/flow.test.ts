import { expect, test } from 'vitest'
import { Checkpoints } from '../../src/agent/index.ts'
import { MemoryFileSystem, silentLogger } from '../../src/base/index.ts'
import { AgentWorld } from './agent-world.ts'

test('records gather until their number, their bytes or their age is reached', async () => {
  const world = new AgentWorld({ maxBufferSizeRecords: 3, maxBufferSizeBytes: 50, maxBufferAgeMillis: 5_000 })
  world.logs.append('app.log', '1\n2\n')
  await world.pass(4_500)
  expect(world.sink.batches).toHaveLength(0)
  await world.pass(1_500)
  expect(world.sink.texts).toEqual(['1\n', '2\n'])
  world.logs.append('app.log', '3\n4\n5\n6\n')
  await world.pass(500)
  expect(world.sink.batches.map((batch) => batch.length)).toEqual([2, 3, 1])
  world.logs.append('app.log', `${'x'.repeat(60)}\n7\n`)
  await world.pass(500)
  expect(world.sink.batches.map((batch) => batch.length)).toEqual([2, 3, 1, 1, 1])
})

test('at the very first start END_OF_FILE leaves out what is there, and nothing later', async () => {
  const world = new AgentWorld({ initialPosition: 'END_OF_FILE' })
  world.logs.append('app.log', 'old\n')
  await world.pass(1_000)
  world.restart()
  world.logs.append('app.log', 'while it was down\n')
  world.logs.append('app.log.new', 'of a new file\n')
  await world.pass(3_000)
  expect(world.sink.texts).toEqual(['while it was down\n', 'of a new file\n'])
})

test('a file that was cut and written anew beyond where it was read is read from its start, also after a restart', async () => {
  const world = new AgentWorld()
  world.logs.append('app.log', 'first\n')
  await world.pass(3_000)
  world.logs.truncate('app.log')
  world.logs.append('app.log', 'other and longer\n')
  await world.pass(3_000)
  world.restart()
  world.logs.truncate('app.log')
  world.logs.append('app.log', 'while it was down, longer again\n')
  await world.pass(3_000)
  expect(world.sink.texts).toEqual(['first\n', 'other and longer\n', 'while it was down, longer again\n'])
})

test('of a file that is copied and cut, nothing is delivered twice, and what only the copy has is delivered', async () => {
  const world = new AgentWorld()
  const one = `one ${'x'.repeat(300)}\n`
  world.logs.append('app.log', `${one}two\n`)
  await world.pass(3_000)
  world.logs.append('app.log', 'only in the copy\n')
  world.logs.copy('app.log', 'app.log.1')
  world.logs.truncate('app.log')
  world.logs.append('app.log', 'three\n')
  await world.pass(3_000)
  expect(world.sink.texts.toSorted()).toEqual([one, 'only in the copy\n', 'three\n', 'two\n'])
})

test('a file that begins like another is no copy of it', async () => {
  const world = new AgentWorld()
  const banner = `${'='.repeat(300)}\n`
  world.logs.append('app.log', banner)
  await world.pass(3_000)
  for (const name of ['app.log.1', 'app.log.2']) {
    world.logs.rename('app.log', name)
    world.logs.append('app.log', `${banner}${name}\n`)
    await world.pass(3_000)
  }
  expect(world.sink.texts).toEqual([banner, banner, 'app.log.1\n', banner, 'app.log.2\n'])
})

test('a file that cannot be read does not hold up the others, and is read when it can be', async () => {
  const warnings: string[] = []
  const logger = { ...silentLogger, warn: (_: object, message: string) => void warnings.push(message) }
  const world = new AgentWorld({}, logger)
  world.logs.append('app.log', 'one\n')
  world.logs.append('app.log.1', 'two\n')
  world.logs.denied = 'app.log'
  await world.pass(5_000)
  expect(world.sink.texts).toEqual(['two\n'])
  expect(warnings).toEqual(['/logs/app.log could not be read, and will be tried again'])
  world.logs.denied = undefined
  await world.pass(15_000)
  expect(world.sink.texts).toEqual(['two\n', 'one\n'])
})

test('a file that is renamed out of the pattern is read to its end, also after a restart', async () => {
  const world = new AgentWorld({ filePattern: '/logs/app.log' })
  world.logs.append('app.log', 'one\n')
  await world.pass(3_000)
  world.logs.rename('app.log', 'old')
  world.logs.append('old', 'two\n')
  world.restart()
  await world.pass(3_000)
  world.logs.append('old', 'three, without an end')
  await world.pass(10_000)
  world.logs.append('other', 'no file of the pattern\n')
  await world.pass(3_000)
  expect(world.sink.texts).toEqual(['one\n', 'two\n', 'three, without an end'])
  expect(world.logs.openCount).toBe(0)
})

test('files that rest are closed, and read on when they grow', async () => {
  const world = new AgentWorld()
  for (let i = 0; i < 5; i++) world.logs.append(`app.log.${i}`, `${i}\n`)
  await world.pass(70_000)
  expect(world.logs.openCount).toBe(0)
  world.logs.append('app.log.3', 'more\n')
  await world.pass(3_000)
  expect(world.sink.texts.at(-1)).toBe('more\n')
  expect(world.sink.texts).toHaveLength(6)
})

test('compressed files and files of other names are left alone', async () => {
  const world = new AgentWorld({ filePattern: '/logs/app-[0-9]?.{log,txt}*' })
  for (const name of ['app-12.log', 'app-1x.txt.1', 'app-x2.log', 'app-12.log.gz', 'app-12.csv'])
    world.logs.append(name, `${name}\n`)
  await world.pass(3_000)
  expect(world.sink.texts.toSorted()).toEqual(['app-12.log\n', 'app-1x.txt.1\n'])
})

test('a record of several lines begins with a line of the pattern, and is over when the file is quiet', async () => {
  const world = new AgentWorld({ multiLineStartPattern: '\\d+: ' })
  world.logs.append('app.log', '1: error\n  at a\n  at b\n2: done\n3: error\n')
  await world.pass(500)
  world.logs.append('app.log', '  at 4: c\n')
  await world.pass(5_000)
  expect(world.sink.texts).toEqual(['1: error\n  at a\n  at b\n', '2: done\n', '3: error\n  at 4: c\n'])
})

test('header lines are skipped, in each file', async () => {
  const world = new AgentWorld({ skipHeaderLines: 2 })
  world.logs.append('app.log', 'head\nhead\n1\n')
  await world.pass(3_000)
  world.restart()
  world.logs.append('app.log', '2\n')
  world.logs.append('app.log.next', 'head\nhead\n3\n')
  await world.pass(3_000)
  expect(world.sink.texts).toEqual(['1\n', '2\n', '3\n'])
})

test('a line longer than 1,000 KiB is cut and ends with the terminator', async () => {
  const world = new AgentWorld({ truncatedRecordTerminator: '…\n' })
  world.logs.append('app.log', `${'x'.repeat(3_000_000)}\nnext\n`)
  await world.pass(3_000)
  const [long, next] = world.sink.batches.flat().map(({ data }) => data)
  expect(long?.length).toBe(1_024_000)
  expect(long?.subarray(-5).toString()).toBe('x…\n')
  expect(next?.toString()).toBe('next\n')
})

test('a deterministic key is that of the data, a random one is another for each record', async () => {
  const keysOf = async (partitionKeyOption: string) => {
    const world = new AgentWorld({ partitionKeyOption })
    world.logs.append('app.log', 'same\nsame\nother\n')
    await world.pass(3_000)
    return new Set(world.sink.batches.flat().map(({ partitionKey }) => partitionKey))
  }
  expect((await keysOf('DETERMINISTIC')).size).toBe(2)
  expect((await keysOf('RANDOM')).size).toBe(3)
})

test('a record that has not the format goes as it is, and the log says so', async () => {
  const warnings: string[] = []
  const logger = { ...silentLogger, warn: (_: object, message: string) => void warnings.push(message) }
  const world = new AgentWorld(
    { dataProcessingOptions: [{ optionName: 'CSVTOJSON', customFieldNames: ['a', 'b'] }] },
    logger,
  )
  world.logs.append('app.log', '1, 2\nno comma\n')
  await world.pass(3_000)
  expect(world.sink.texts).toEqual(['{"a":"1","b":"2"}\n', 'no comma\n'])
  expect(warnings).toEqual(['a record has another format, and goes as it is'])
})

test.each(['', '{', '{"version":2,"flows":{}}', '{"version":1,"flows":{"a":[{"id":"1"}]}}', '[]'])(
  'a checkpoint of %j is an error, and no new beginning',
  async (text) => {
    const disk = new MemoryFileSystem()
    await (await disk.open('/state/checkpoint', { create: true })).write(0, [Buffer.from(text)])
    await expect(Checkpoints.open(disk, '/state/checkpoint')).rejects.toMatchObject({
      code: 'AGENT_CHECKPOINT_UNREADABLE',
    })
  },
)

test('a record that processing makes too long for a request goes as it is', async () => {
  const warnings: string[] = []
  const world = new AgentWorld(
    { dataProcessingOptions: [{ optionName: 'CSVTOJSON', customFieldNames: ['a', 'b'] }] },
    { ...silentLogger, warn: (_, message) => warnings.push(message) },
  )
  const most = `${'x'.repeat(1_024_000 - '{"a":"","b":"1"}\n'.length)},1\n`
  world.logs.append('app.log', `${most}x${most}`)
  await world.pass(3_000)
  expect(world.sink.texts.map((text) => text.slice(0, 3))).toEqual(['{"a', 'xxx'])
  expect(world.sink.texts.map((text) => text.length)).toEqual([1_024_000, most.length + 1])
  expect(warnings).toEqual(['a record would be too long once processed, and goes as it is'])
})

test('a delivery stream gets at most 500 records and 4 MiB at a time', async () => {
  const world = new AgentWorld({ kinesisStream: undefined, deliveryStream: 'd' })
  world.logs.append('app.log', 'x\n'.repeat(1_200))
  await world.pass(3_000)
  world.logs.append('app.log', `${'y'.repeat(999_999)}\n`.repeat(6))
  await world.pass(3_000)
  const sizes = world.sink.batches.map((batch) => batch.reduce((bytes, { data }) => bytes + data.length, 0))
  expect(world.sink.batches.map((batch) => batch.length)).toEqual([500, 500, 200, 4, 1, 1])
  expect(Math.max(...sizes)).toBe(4_000_000)
})
