import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/clients/**'],
    /* Files start in half the time that processes take: 10 s of the whole. */
    pool: 'threads',
    /* Modules are read once a worker, not once a file: 45 s of the whole. A test must leave nothing behind in them. */
    isolate: false,
    /* By default one core is left for watching: on two cores half of them. More than the cores, as some tests wait for processes. */
    maxWorkers: '150%',
    testTimeout: 30_000,
  },
})
