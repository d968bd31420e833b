import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AgentWorld } from './agent-world.ts'

/*
 * Goal: every complete line of a file that is rotated by renaming is delivered at least once, and the lines of a file in their order; and of
 * a file that was cut, every line that was written since.
 * Method: a logger that writes lines in pieces, rotations by rename and by copy-and-truncate, truncations, and an agent that is killed
 * at any time, in the middle of a batch too, and started again with its checkpoint only.
 */

const line = fc.integer({ min: 0, max: 3_000 })
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('write' as const), lengths: fc.array(line, { maxLength: 8 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('writePart' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rename' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(500, 1_500, 8_000, 70_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('killAfter' as const), records: fc.integer({ min: 1, max: 10 }) }),
  },
)
const cut = fc.oneof(
  fc.record({ do: fc.constant('truncate' as const) }),
  fc.record({ do: fc.constant('copyTruncate' as const) }),
)
type Step = typeof step | typeof cut extends fc.Arbitrary<infer T> ? T : never

/** The lines of each file, by its id, since it was last cut; complete ones only. */
async function run(
  steps: readonly Step[],
  settings: object,
): Promise<{ world: AgentWorld; lines: Map<string, string[]> }> {
  const world = new AgentWorld({ maxBufferSizeRecords: 5, ...settings })
  const { logs, sink } = world
  const lines = new Map<string, string[]>()
  let number = 0
  let part = ''
  let rotations = 0
  const write = (text: string) => {
    const id = logs.append('app.log', text)
    lines.set(id, [...(lines.get(id) ?? []), ...(text.includes('\n') ? [part + text] : [])])
    part = text.includes('\n') ? '' : part + text
  }
  /* The writer ends its line before the file is rotated. */
  const endPart = () => {
    if (part !== '') write('end\n')
  }
  const forget = () => lines.set(logs.append('app.log', ''), [])
  for (const each of steps) {
    if (each.do === 'write') for (const length of each.lengths) write(`${number++} ${'x'.repeat(length)}\n`)
    else if (each.do === 'writePart') write(`${number++} part `)
    else if (each.do === 'pass') await world.pass(each.ms)
    else if (each.do === 'kill') world.restart()
    else if (each.do === 'killAfter') sink.left = each.records
    else {
      endPart()
      rotations++
      if (each.do === 'rename') logs.rename('app.log', `app.log.${rotations}`)
      else {
        if (each.do === 'copyTruncate') logs.copy('app.log', `app.log.${rotations}`)
        logs.truncate('app.log')
        forget()
      }
    }
  }
  endPart()
  sink.left = Number.POSITIVE_INFINITY
  await world.pass(10_000)
  return { world, lines }
}

function firstTimes(texts: readonly string[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const [i, text] of texts.entries()) if (!times.has(text)) times.set(text, i)
  return times
}

test('every complete line of files rotated by renaming is delivered, in the order of its file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { world, lines } = await run(steps, {})
      const times = firstTimes(world.sink.texts)
      for (const ofFile of lines.values()) {
        const delivered = ofFile.map((text) => times.get(text))
        expect(delivered).not.toContain(undefined)
        expect(delivered).toEqual(delivered.toSorted((a, b) => (a as number) - (b as number)))
      }
    }),
    { numRuns: 300 },
  )
})

test('of files that are cut, or copied and cut, every line written since is delivered, in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 8, arbitrary: step }, { weight: 2, arbitrary: cut }), { maxLength: 40 }),
      async (steps) => {
        const { world, lines } = await run(steps, {})
        const times = firstTimes(world.sink.texts)
        for (const ofFile of lines.values()) {
          const delivered = ofFile.map((text) => times.get(text))
          expect(delivered).not.toContain(undefined)
          expect(delivered).toEqual(delivered.toSorted((a, b) => (a as number) - (b as number)))
        }
      },
    ),
    { numRuns: 300 },
  )
})
