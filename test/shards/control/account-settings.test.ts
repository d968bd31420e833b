import { expect, test } from 'vitest'
import { openTestStreams, owner, startMs } from '../open-test-streams.ts'

const dayMs = 24 * 3_600_000

test('a commitment holds for 24 hours at least, and ends when they are over if that was asked for', async () => {
  const { streams, clock } = await openTestStreams()
  const { accounts } = streams
  expect(accounts.commitment(owner)).toEqual({ status: 'DISABLED' })
  expect(accounts.hasAdvantage(owner)).toBe(false)
  const running = { status: 'ENABLED', startedMs: startMs, earliestEndMs: startMs + dayMs }
  expect(await accounts.enableCommitment(owner)).toEqual(running)
  clock.advance(1000)
  expect(await accounts.enableCommitment(owner)).toEqual(running)
  const ending = { ...running, status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END' }
  expect(await accounts.disableCommitment(owner)).toEqual(ending)
  expect(await accounts.disableCommitment(owner)).toEqual(ending)
  expect(accounts.hasAdvantage(owner)).toBe(true)
  clock.advance(dayMs - 1001)
  expect(accounts.commitment(owner)).toEqual(ending)
  clock.advance(1)
  expect(accounts.commitment(owner)).toEqual({
    status: 'DISABLED',
    startedMs: startMs,
    endedMs: startMs + dayMs,
  })
  expect(accounts.hasAdvantage(owner)).toBe(false)
})

test('an end that has not come yet is taken back by enabling again', async () => {
  const { streams, clock } = await openTestStreams()
  await streams.accounts.enableCommitment(owner)
  await streams.accounts.disableCommitment(owner)
  expect(await streams.accounts.enableCommitment(owner)).toMatchObject({
    status: 'ENABLED',
    startedMs: startMs,
  })
  clock.advance(2 * dayMs)
  expect(streams.accounts.commitment(owner)).toMatchObject({ status: 'ENABLED' })
  expect(await streams.accounts.disableCommitment(owner)).toEqual({
    status: 'DISABLED',
    startedMs: startMs,
    endedMs: startMs + 2 * dayMs,
  })
  expect(await streams.accounts.enableCommitment(owner)).toMatchObject({
    status: 'ENABLED',
    startedMs: startMs + 2 * dayMs,
  })
})

test('a commitment is that of one account in one region, and survives a restart', async () => {
  const before = await openTestStreams()
  await before.streams.accounts.enableCommitment(owner)
  const { streams } = await before.restart()
  expect(streams.accounts.hasAdvantage(owner)).toBe(true)
  expect(streams.accounts.hasAdvantage({ ...owner, account: '111111111111' })).toBe(false)
  expect(streams.accounts.hasAdvantage({ ...owner, region: 'eu-west-1' })).toBe(false)
})
