import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/clients/**'],
    /* Files start in half the time that processes take: 10 s of the whole. */
    pool: 'threads',
    /* More than cores: some wait for servers and processes that they kill. */
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    testTimeout: 30_000,
  },
})
