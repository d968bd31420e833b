import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OpenedQueues } from '../../../src/api/sqs/opened-queues.ts'
import { times } from '../../effort.ts'
import { openTestQueues, owner } from '../../sqs-layer/open-test-queues.ts'

const mostly = <Value>(usual: Value, ...others: Value[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, fc.constantFrom(...others))

/*
 * Goal: an address stands for the same queue, or for none, whether it was asked for before or not.
 * Method: addresses of a few queues, well formed and not, by several callers, while queues are deleted and made again; beside each answer that of somebody
 * who remembers nothing.
 */
test('OpenedQueues finds what somebody finds who was never asked before', async () => {
  const step = fc.record({
    change: fc.constantFrom('none', 'none', 'none', 'create', 'delete'),
    name: fc.constantFrom('a', 'b'),
    host: mostly('http://h', '', 'ftp://h', `http://${'h'.repeat(300)}`),
    account: mostly(owner.account, '111111111111'),
    tail: mostly('', '/', '/x'),
    caller: mostly(owner, { ...owner, region: 'eu-west-1' }, { ...owner, account: '111111111111' }),
  })
  const { queues, queue } = await openTestQueues({ limits: 'off' })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const remembering = new OpenedQueues(queues)
      for (const { change, name, host, account, tail, caller } of steps) {
        if (change === 'create') await queue(name)
        if (change === 'delete' && queues.control.find(owner, name)) await queues.control.delete(owner, name)
        const bytes = Buffer.from(`"${host}/${account}/${name}${tail}"`)
        const find = (opened: OpenedQueues) => opened.find(bytes, 1, bytes.length - 1, caller)
        const found = find(remembering)
        expect(found?.arn).toBe(find(new OpenedQueues(queues))?.arn)
        expect(found?.queue).toBe(find(new OpenedQueues(queues))?.queue)
      }
    }),
    { numRuns: times(30) },
  )
})
