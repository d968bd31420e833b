import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { defineService } from '../../src/api/index.ts'
import { kinesisModel } from '../../src/api/kinesis/model.ts'

const sources = new URL('../../src/', import.meta.url)

test('a broken invariant in an operation stops the process, with the stack', async () => {
  const script = `
    import { createApi, defineService, operationDefiner } from '${sources}api/index.ts'
    import { kinesisModel as model } from '${sources}api/kinesis/model.ts'
    import { assert, silentLogger as logger } from '${sources}base/index.ts'
    const listStreams = operationDefiner()({
      name: 'ListStreams',
      access: { action: 'kinesis:ListStreams', resource: () => '*' },
      run: async () => assert(false, 'a shard is open twice'),
    })
    const service = defineService({ name: 'kinesis', model, operations: [listStreams], context: {} })
    const api = createApi({ services: [service], defaultAccount: '000000000000', logger })
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Kinesis_20131202.ListStreams' }
    await api({ method: 'POST', path: '/', headers, body: Buffer.from('{}') })
    setTimeout(() => process.exit(0), 1000)
  `
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  await expect(run).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('a shard is open twice'),
  })
})

test('a service has no operation that its model does not know', () => {
  const operation = {
    name: 'NoSuch',
    access: { action: '', resource: () => '*' },
    run: async () => undefined,
  }
  const define = () =>
    defineService({ name: 'kinesis', model: kinesisModel, operations: [operation], context: {} })
  expect(define).toThrow('the model has no NoSuch')
})
