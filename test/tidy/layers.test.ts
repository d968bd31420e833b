import { cruise } from 'dependency-cruiser'
import { expect, test } from 'vitest'

/* With a TypeScript that it does not know, dependency-cruiser sees no module and finds no violation: green, and worth nothing. */
test('the layer check reads TypeScript and follows its imports', async () => {
  const { output } = await cruise(['src/base'], { tsPreCompilationDeps: true })
  if (typeof output === 'string') throw new Error(output)
  const index = output.modules.find(({ source }) => source === 'src/base/index.ts')
  expect(index?.dependencies.map(({ resolved }) => resolved)).toContain('src/base/clock.ts')
})
