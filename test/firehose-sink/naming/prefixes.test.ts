import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Random, systemRandom } from '../../../src/base/index.ts'
import { BucketPrefixes, type PrefixSettings } from '../../../src/firehose-sink/naming/bucket-prefixes.ts'
import { DatePattern } from '../../../src/firehose-sink/naming/date-pattern.ts'
import { objectName } from '../../../src/firehose-sink/naming/object-name.ts'
import { isTimeZone, zonedTime } from '../../../src/firehose-sink/naming/zoned-time.ts'

/** 10:30 on August 27, 2018, the moment of AWS's examples. */
const timeMs = Date.UTC(2018, 7, 27, 10, 30, 5, 67)
const random: Random = { ...systemRandom, uuid: () => '046b6c7f-0b8a-43b9-b35d-6489e6daee91' }

function evaluated(settings: PrefixSettings, values: object = {}) {
  const prefixes = BucketPrefixes.of(settings, 'partitionKeys' in values)
  return [
    prefixes.ofRecords({ timeMs, ...values }, random),
    prefixes.ofErrors({ timeMs, errorOutputType: 'processing-failed', ...values }, random),
  ]
}

test.each<[PrefixSettings, records: string, errors: string]>([
  [{}, '2018/08/27/10/', 'processing-failed/2018/08/27/10/'],
  [
    { ErrorOutputPrefix: 'myFirehoseFailures/!{firehose:error-output-type}/' },
    '2018/08/27/10/',
    'myFirehoseFailures/processing-failed/',
  ],
  [
    {
      Prefix: 'myFirehose/DeliveredYear=!{timestamp:yyyy}/anyMonth/rand=!{firehose:random-string}',
      ErrorOutputPrefix:
        'myFirehoseFailures/!{firehose:error-output-type}/!{timestamp:yyyy}/anyMonth/!{timestamp:dd}',
    },
    'myFirehose/DeliveredYear=2018/anyMonth/rand=046b6c7f-0b',
    'myFirehoseFailures/processing-failed/2018/anyMonth/27',
  ],
  [
    {
      Prefix: 'p/!{timestamp:yyyy}/',
      ErrorOutputPrefix:
        "e/!{timestamp:'year='yyyy'/month='MM'/day='dd'/hour='HH}/!{firehose:error-output-type}",
    },
    'p/2018/',
    'e/year=2018/month=08/day=27/hour=10/processing-failed',
  ],
  [{ Prefix: 'logs/' }, 'logs/2018/08/27/10/', 'logs/processing-failed/2018/08/27/10/'],
  [{ Prefix: 'logs-' }, 'logs-2018/08/27/10/', 'logs-processing-failed/2018/08/27/10/'],
  [{ ErrorOutputPrefix: 'bad/' }, '2018/08/27/10/', 'bad/processing-failed/2018/08/27/10/'],
  [{ CustomTimeZone: 'Asia/Tokyo' }, '2018/08/27/19/', 'processing-failed/2018/08/27/19/'],
])('%j is evaluated as AWS documents it', (settings, records, errors) => {
  expect(evaluated(settings)).toEqual([records, errors])
})

test('keys of partitions are in the prefix of their objects', () => {
  const Prefix = 'c=!{partitionKeyFromQuery:customer}/!{partitionKeyFromLambda:day}/'
  const settings = { Prefix, ErrorOutputPrefix: 'bad/' }
  expect(evaluated(settings, { partitionKeys: { customer: 'a$&b', day: '3' } })[0]).toBe(
    'c=a$&b/3/2018/08/27/10/',
  )
})

const awsText = 'Ths supplied prefix(es) do not satisfy the following constraint: '

test.each<[PrefixSettings, partitioned: boolean, message: string]>([
  [
    { Prefix: '!{timestamp:yyyy}' },
    false,
    `${awsText}ErrorOutputPrefix cannot be null or empty when Prefix contains expressions`,
  ],
  [{ Prefix: 'a!{b' }, false, 'the sequence !{ can only appear in !{namespace:value} expressions'],
  [{ Prefix: '!{time:yyyy}' }, false, 'time is not a namespace'],
  [{ Prefix: '!{timestamp:bbb}' }, false, 'bbb is not a pattern'],
  [{ Prefix: "!{timestamp:'x}" }, false, 'a single quote is not closed'],
  [{ Prefix: '!{firehose:random}' }, false, 'random is not a value of the firehose namespace'],
  [{ Prefix: '!{firehose:error-output-type}' }, false, 'Prefix cannot contain !{firehose:error-output-type}'],
  [{ Prefix: '!{partitionKeyFromQuery:a}' }, false, 'only when dynamic partitioning is enabled'],
  [{ Prefix: 'a/' }, true, 'Prefix must contain partitionKeyFromQuery or partitionKeyFromLambda'],
  [
    { ErrorOutputPrefix: '!{timestamp:yyyy}' },
    false,
    'ErrorOutputPrefix must contain !{firehose:error-output-type}',
  ],
  [
    { ErrorOutputPrefix: '!{partitionKeyFromLambda:a}' },
    false,
    'ErrorOutputPrefix cannot contain partitionKey',
  ],
  [{ CustomTimeZone: 'Mars/Olympus' }, false, 'CustomTimeZone Mars/Olympus is not a time zone.'],
  [{ CustomTimeZone: '+01:00' }, false, 'is not a time zone'],
])('%j is refused', (settings, partitioned, message) => {
  expect(() => BucketPrefixes.of(settings, partitioned)).toThrow(
    expect.objectContaining({ code: 'FIREHOSE_SETTING_INVALID', message: expect.stringContaining(message) }),
  )
})

/* What java.time.format.DateTimeFormatter documents for each letter, at 2018-08-27T16:00:05.067 in Kolkata. */
test.each([
  ['y yy yyy yyyy u', '2018 18 2018 2018 2018'],
  ['M MM MMM MMMM MMMMM', '8 08 Aug August A'],
  ['d dd D DDD', '27 27 239 239'],
  ['E EEEE EEEEE', 'Mon Monday M'],
  ['Q QQ QQQ QQQQ', '3 03 Q3 3rd quarter'],
  ['h hh K H k a', '4 04 4 16 16 PM'],
  ['m mm s ss S SSS SSSSSS', '0 00 5 05 0 067 067000'],
  ['A n N', '57605067 67000000 57605067000000'],
  [
    'VV x xx xxx X XXX Z ZZZZ ZZZZZ O OOOO',
    'Asia/Kolkata +0530 +0530 +05:30 +0530 +05:30 +0530 GMT+05:30 +05:30 GMT+5:30 GMT+05:30',
  ],
  ["'it''s' [yyyy]'' G GGGG", "it's 2018' AD Anno Domini"],
])('%s is written as Java writes it', (pattern, expected) => {
  const parsed = DatePattern.parse(pattern)
  const moment = zonedTime(Date.UTC(2018, 7, 27, 10, 30, 5, 67), 'Asia/Kolkata')
  const text = typeof parsed === 'string' ? undefined : parsed.format(moment)
  expect(text).toBe(expected)
})

test.each(['MMMMMM', 'ddd', 'aa', 'V', 'YYYY', 'ww', 'e', 'p', '{', 'toString'])(
  '%s is no pattern',
  (pattern) => {
    expect(DatePattern.parse(pattern)).toEqual(expect.any(String))
  },
)

test('a moment in a zone and its offset give the moment back, in every zone, also around changes of the clocks', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Australia/Lord_Howe',
  ]
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 2 ** 41 }), (zone, ms) => {
      const { local, offsetMinutes } = zonedTime(ms, zone)
      return isTimeZone(zone) && local.getTime() - offsetMinutes * 60_000 === ms
    }),
    { numRuns: 50 },
  )
})

test('the name of an object has stream, version, time in the zone, id and extension', () => {
  const stream = { name: 'orders', versionId: '3' }
  const name = objectName({ stream, timeMs, zone: 'Asia/Tokyo', id: 'u-1', extension: '.gz' })
  expect(name).toBe('orders-3-2018-08-27-19-30-05-u-1.gz')
})
