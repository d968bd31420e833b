import { expect, test } from 'vitest'
import { CodedError, ManualClock } from '../../src/base/index.ts'
import { jsonLogger, type LogLevel } from '../../src/cli/json-logger.ts'

const clock = new ManualClock(1_700_000_000_000)

function loggerTo(lines: string[], level: LogLevel = 'info') {
  return jsonLogger(level, clock, (line) => void lines.push(line))
}

test('a line has level and time, the fields in their order, and the sentence last', () => {
  const lines: string[] = []
  loggerTo(lines).warn({ limit: 7n, file: 'a"b' }, 'few files may be open')
  expect(lines).toEqual([
    '{"level":40,"time":1700000000000,"limit":"7","file":"a\\"b","msg":"few files may be open"}\n',
  ])
})

test.each<[LogLevel, number[]]>([
  ['debug', [20, 30, 40, 50]],
  ['warn', [40, 50]],
  ['silent', []],
])('at %s is logged what is of that level or above', (level, logged) => {
  const lines: string[] = []
  const logger = loggerTo(lines, level)
  for (const name of ['debug', 'info', 'warn', 'error'] as const) logger[name]({}, name)
  expect(lines.map((line) => JSON.parse(line).level)).toEqual(logged)
})

test('an error is logged with its code, its causes, and nothing of the objects that hang on it', () => {
  const lines: string[] = []
  const cause = new RangeError('no space left')
  cause.cause = cause
  const failure = Object.assign(new CodedError('LOG_STORE_FAILED', 'the write failed', { cause }), {
    socket: {},
  })
  loggerTo(lines).error({ err: failure, requestId: 'r' }, 'a request failed')
  const { err, requestId } = JSON.parse(lines[0]!)
  expect(requestId).toBe('r')
  expect(err).toMatchObject({
    type: 'CodedError',
    code: 'LOG_STORE_FAILED',
    message: 'the write failed: no space left',
  })
  expect(err.stack).toMatch(/json-logger.test.*\ncaused by: RangeError/s)
  expect(err).not.toHaveProperty('socket')
  loggerTo(lines).error({ err: new AggregateError([cause], 'all failed') }, 'none answered')
  expect(JSON.parse(lines[1]!).err.aggregateErrors).toMatchObject([{ type: 'RangeError' }])
})

test('fields that are no JSON end nothing', () => {
  const lines: string[] = []
  const circle: { self?: object } = {}
  circle.self = circle
  loggerTo(lines).error({ circle }, 'a bug')
  expect(JSON.parse(lines[0]!)).toMatchObject({
    msg: 'a bug',
    unwritable: expect.stringContaining('circular'),
  })
})
