import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { callRates } from '../../src/api/kinesis/index.ts'
import { checkQuotas } from '../../src/server/quota-file.ts'
import { quotaNames, quotaTable } from '../../src/shards/index.ts'

const document = readFileSync('docs/quotas.md', 'utf8')
const count = (value: number) => value.toLocaleString('en-US')

/** The rows of all tables, each as its cells. */
const rows = [...document.matchAll(/^\| (.+) \|$/gm)]
  .map(([, row = '']) => row.split('|').map((cell) => cell.trim()))
  .filter(([first = '']) => !/^(-+|Quota|Operation)$/.test(first))

test('docs/quotas.md has every quota, with AWS’s value and what it limits', () => {
  const expected = quotaNames.map((name) => {
    const { standard, meaning, elsewhere }: { standard: number; meaning: string; elsewhere?: number } =
      quotaTable[name]
    const value = count(standard) + (elsewhere === undefined ? '' : `; ${count(elsewhere)} elsewhere`)
    return [`\`${name}\``, value, meaning]
  })
  expect(rows.filter(([name]) => name?.startsWith('`'))).toEqual(expected)
})

test('docs/quotas.md has the rate of every operation whose calls are counted', () => {
  const expected = Object.entries(callRates).flatMap(([name, rate]) =>
    rate === undefined
      ? []
      : [[name, Number.isFinite(rate.perSecond) ? count(rate.perSecond) : 'any', rate.scope]],
  )
  expect(rows.filter(([name]) => !name?.startsWith('`'))).toEqual(expected)
})

test('the example in docs/quotas.md is a file that the server takes', () => {
  const example = JSON.parse(/```json\n(.*?)```/s.exec(document)?.[1] ?? '')
  expect(checkQuotas('quotas.json', example)).toEqual(example)
})
