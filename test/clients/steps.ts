/**
 * What every client program prints: a line `ok NAME` or `not ok NAME: why` for each of its steps, which
 * scripts/test-clients.ts counts. The steps of a program stand on each other, so it ends at the first that fails.
 */
export async function step(name: string, run: () => Promise<void> | void): Promise<void> {
  try {
    await run()
    console.log(`ok ${name}`)
  } catch (error) {
    console.log(`not ok ${name}: ${error instanceof Error ? error.message.replaceAll('\n', ' | ') : error}`)
    process.exit(1)
  }
}
