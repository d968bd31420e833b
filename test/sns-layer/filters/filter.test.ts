import { expect, test } from 'vitest'
import {
  Filter,
  FilterableMessage,
  type FilterScope,
  readFilterScope,
} from '../../../src/sns-layer/filters/index.ts'

const compile = (policy: unknown, scope: FilterScope = 'MessageBody') =>
  Filter.compile(typeof policy === 'string' ? policy : JSON.stringify(policy), scope)

const acceptsBody = (policy: unknown, body: unknown) =>
  compile(policy)?.accepts(new FilterableMessage(JSON.stringify(body)))

const acceptsAttribute = (policy: unknown, dataType: string, value: string | Uint8Array) =>
  compile(policy, 'MessageAttributes')?.accepts(
    new FilterableMessage('text', [{ name: 'store', dataType, value }]),
  )

test('an empty policy is no filter', () => {
  expect(compile({})).toBeUndefined()
})

test.each<[policy: unknown, message: string]>([
  ['{invalid', 'FilterPolicy: failed to parse JSON.'],
  [[], 'FilterPolicy: Filter is not an object'],
  [{ a: 'b' }, 'FilterPolicy: "a" must be an object or an array'],
  [{ a: {} }, 'FilterPolicy: Empty objects are not allowed'],
  [{ a: [] }, 'FilterPolicy: Empty arrays are not allowed'],
  [{ a: [['b']] }, 'FilterPolicy: Match value must be String, number, true, false, or null'],
  [{ a: [{}] }, 'FilterPolicy: Match expression name not found'],
  [{ a: [{ like: 'b' }] }, 'FilterPolicy: Unrecognized match type like'],
  [{ a: [{ constructor: 'b' }] }, 'FilterPolicy: Unrecognized match type constructor'],
  [{ a: [{ prefix: 'b', suffix: 'c' }] }, 'FilterPolicy: Only one key allowed in match expression'],
  [{ a: [{ prefix: 1 }] }, 'FilterPolicy: prefix match pattern must be a string'],
  [{ a: [{ exists: 'yes' }] }, 'FilterPolicy: exists match pattern must be either true or false.'],
  [{ a: [{ numeric: 5 }] }, 'FilterPolicy: Value of numeric must be an array.'],
  [{ a: [{ numeric: [] }] }, 'FilterPolicy: Invalid member in numeric match: ]'],
  [{ a: [{ numeric: ['<', '100'] }] }, 'FilterPolicy: Value of < must be numeric'],
  [{ a: [{ numeric: ['=', 'x'] }] }, 'FilterPolicy: Value of equals must be numeric'],
  [{ a: [{ numeric: ['!', 1] }] }, 'FilterPolicy: Unrecognized numeric range operator: !'],
  [{ a: [{ numeric: ['<', 1, '>', 0] }] }, 'FilterPolicy: Too many elements in numeric expression'],
  [{ a: [{ numeric: ['>', 1, '>', 3] }] }, 'FilterPolicy: Bad numeric range operator: >'],
  [{ a: [{ numeric: ['>', 1, 2] }] }, 'FilterPolicy: Bad value in numeric range: 2'],
  [{ a: [{ numeric: ['>', 2, '<', 2] }] }, 'FilterPolicy: Bottom must be less than top'],
  [{ a: [{ numeric: ['>', 1, '<', 3, 4] }] }, 'FilterPolicy: Too many terms in numeric range expression'],
  [
    { a: [{ numeric: ['<', 1e9 + 1] }] },
    'FilterPolicy: Value must be between -1000000000 and 1000000000, inclusive',
  ],
  [
    { a: [{ 'anything-but': true }] },
    'FilterPolicy: Value of anything-but must be an array or single string/number value.',
  ],
  [
    { a: [{ 'anything-but': [null] }] },
    'FilterPolicy: Inside anything but list, start|null|boolean is not supported.',
  ],
  [{ a: [{ 'anything-but': ['b', 1] }] }, /either all values are number or string/.source],
  [{ a: [{ 'anything-but': { suffix: 'b' } }] }, 'FilterPolicy: Unsupported anything-but pattern: suffix'],
  [{ a: [{ 'anything-but': { prefix: '' } }] }, 'FilterPolicy: Null prefix/suffix not allowed'],
  [{ a: [{ cidr: '10.0.0.0' }] }, "FilterPolicy: Malformed CIDR, one '/' required"],
  [{ a: [{ cidr: '10.0.0.0/x' }] }, 'FilterPolicy: Malformed CIDR, mask bits must be an integer'],
  [{ a: [{ cidr: '10.0.0.0/-1' }] }, 'FilterPolicy: Malformed CIDR, mask bits must not be negative'],
  [{ a: [{ cidr: '10.0.0.0/32' }] }, 'FilterPolicy: IPv4 mask bits must be < 32'],
  [{ a: [{ cidr: '::/128' }] }, 'FilterPolicy: IPv6 mask bits must be < 128'],
  [{ a: [{ cidr: 'host/8' }] }, 'FilterPolicy: Nonstandard IP address: host'],
  [{ a: [{ wildcard: 'a**' }] }, 'FilterPolicy: Consecutive wildcard characters at pos 2'],
  [{ a: [{ wildcard: 'a\\b' }] }, 'FilterPolicy: Invalid escape character at pos 2'],
  [{ a: [{ wildcard: 'a\\' }] }, 'FilterPolicy: Invalid escape character at pos 2'],
  [
    { a: [{ wildcard: '*a*a*a*' }] },
    'FilterPolicy: wildcard match pattern can not have more than 3 wildcard characters',
  ],
  [
    { a: ['x'], b: ['x'], c: ['x'], d: ['x'], e: ['x'], f: ['x'] },
    'FilterPolicy: Filter policy can not have more than 5 keys',
  ],
])('the policy %j is refused: %s', (policy, message) => {
  expect(() => compile(policy)).toThrow(message)
})

test('a nested policy is refused for attributes, and a scope that is none', () => {
  expect(() => compile({ a: { b: ['c'] } }, 'MessageAttributes')).toThrow(
    'Filter policy scope MessageAttributes does not support nested filter policy',
  )
  expect(() => readFilterScope('Body')).toThrow(
    'FilterPolicyScope: Invalid value [Body]. Please use either MessageBody or MessageAttributes',
  )
})

const many = (count: number) => Array.from({ length: count }, (_, i) => `value-${i}`)

test('the combinations of values are counted, times their depth, and 150 are allowed', () => {
  expect(compile({ a: many(150) })).toBeDefined()
  expect(compile({ a: { b: many(75) } })).toBeDefined()
  expect(compile({ a: many(10), b: many(15) })).toBeDefined()
  expect(compile({ $or: [{ a: many(75) }, { b: many(75) }] })).toBeDefined()
  const tooComplex = 'FilterPolicy: Filter policy is too complex'
  expect(() => compile({ a: many(151) })).toThrow(tooComplex)
  expect(() => compile({ a: { b: many(76) } })).toThrow(tooComplex)
  /* The example of "Filter policy constraints": (4 x 3) x (3 x 2) x (3 x 1) = 216. */
  expect(() => compile({ a: { b: { c: many(4) } }, d: { e: many(3) }, f: many(3) })).toThrow(tooComplex)
  expect(() => compile({ $or: [{ a: many(75) }, { b: many(76) }] })).toThrow(tooComplex)
})

test('patterns with wildcards have points of their own, and 100 are allowed', () => {
  const patterns = (count: number) => many(count).map((text) => ({ wildcard: `*${text}` }))
  expect(compile({ a: patterns(10) })).toBeDefined()
  expect(() => compile({ a: patterns(11) })).toThrow('FilterPolicy: Filter policy is too complex')
})

test('a policy is refused that is longer than 256 KB or nested without end', () => {
  expect(() => compile({ a: ['x'.repeat(256 * 1024)] })).toThrow('can not be longer than')
  expect(() => compile(`${'{"a":'.repeat(20_000)}["b"]${'}'.repeat(20_000)}`)).toThrow(
    'can not be nested more',
  )
})

test('an $or is a key like any other unless it holds two objects without reserved names', () => {
  expect(acceptsBody({ $or: ['a', 'b'] }, { $or: 'b' })).toBe(true)
  expect(() => compile({ $or: [{ numeric: 123 }, { prefix: 'abc' }] })).toThrow(
    'Value of numeric must be an array.',
  )
  expect(acceptsBody({ $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'y' })).toBe(true)
})

test('numbers are compared with five digits after the point, however they are written', () => {
  expect(acceptsBody({ a: [{ numeric: ['=', 301.5] }] }, { a: 3.015e2 })).toBe(true)
  expect(acceptsBody({ a: [1.000001] }, { a: 1 })).toBe(true)
  expect(acceptsBody({ a: [1.00001] }, { a: 1 })).toBe(false)
  expect(acceptsBody({ a: [123456789012] }, { a: 123456789012 })).toBe(true)
  expect(acceptsAttribute({ store: [{ numeric: ['>', 0, '<=', 150] }] }, 'Number', '1.5e2')).toBe(true)
  expect(acceptsAttribute({ store: ['150'] }, 'Number', '150')).toBe(false)
})

test('addresses are matched by network, those of version 4 and of version 6', () => {
  const policy = { a: [{ cidr: '10.0.0.0/24' }, { cidr: '2001:db8::/32' }] }
  expect(acceptsBody(policy, { a: '10.0.0.255' })).toBe(true)
  expect(acceptsBody(policy, { a: '10.0.1.0' })).toBe(false)
  expect(acceptsBody(policy, { a: '2001:DB8:1::1' })).toBe(true)
  expect(acceptsBody(policy, { a: 'not an address' })).toBe(false)
})

test('an escaped asterisk is an asterisk', () => {
  expect(acceptsBody({ a: [{ wildcard: '\\**' }] }, { a: '*b' })).toBe(true)
  expect(acceptsBody({ a: [{ wildcard: '\\**' }] }, { a: 'ab' })).toBe(false)
})

test('what exists is neither null nor empty, and is a leaf', () => {
  const exists = { a: [{ exists: true }] }
  expect(acceptsBody(exists, { a: false })).toBe(true)
  for (const a of [null, '', [], {}, { b: 1 }]) expect(acceptsBody(exists, { a })).toBe(false)
})

test('a message without attributes is rejected even if its filter wants something absent', () => {
  const filter = compile({ other: [{ exists: false }] }, 'MessageAttributes')
  expect(filter?.accepts(new FilterableMessage('text'))).toBe(false)
  expect(acceptsAttribute({ other: [{ exists: false }] }, 'String', 'fans')).toBe(true)
})

test('quotation marks and backslashes of attributes are matched as JSON would have them', () => {
  expect(acceptsAttribute({ store: ['a\\"b'] }, 'String', 'a"b')).toBe(true)
  expect(acceptsAttribute({ store: ['a"b'] }, 'String', 'a"b')).toBe(false)
  expect(acceptsAttribute({ store: ['a\\\\b'] }, 'String.Array', '["a\\\\b"]')).toBe(true)
  expect(acceptsBody({ store: ['a"b'] }, { store: 'a"b' })).toBe(true)
})

test('binary attributes are as good as absent', () => {
  expect(acceptsAttribute({ store: [{ exists: true }] }, 'Binary', Buffer.from('x'))).toBe(false)
  expect(acceptsAttribute({ store: [{ exists: false }] }, 'Binary', Buffer.from('x'))).toBe(true)
})

test('keys that every object inherits are keys like others', () => {
  expect(acceptsBody({ constructor: [{ exists: true }] }, { a: 1 })).toBe(false)
  expect(acceptsBody('{"__proto__": ["a"]}', { b: 1 })).toBe(false)
  const attributes = [{ name: '__proto__', dataType: 'String', value: 'a' }]
  const filter = compile('{"__proto__": ["a"]}', 'MessageAttributes')
  expect(filter?.accepts(new FilterableMessage('text', attributes))).toBe(true)
})

test('a body of brackets, however deep, is looked at without falling over', () => {
  const message = new FilterableMessage(`{"a":${'['.repeat(100_000)}"b"${']'.repeat(100_000)}}`)
  expect(compile({ a: ['b'] })?.accepts(message)).toBe(true)
  expect(compile({ a: { c: ['b'] } })?.accepts(message)).toBe(false)
})

test('a rejection is put down to what CloudWatch calls it', () => {
  const attribute = { name: 'store', dataType: 'String', value: 'fans' }
  const reason = (scope: FilterScope, ...message: ConstructorParameters<typeof FilterableMessage>) =>
    new FilterableMessage(...message).rejectionReason(scope)
  expect(reason('MessageAttributes', 'text')).toBe('NoMessageAttributes')
  expect(reason('MessageAttributes', 'text', [attribute])).toBe('MessageAttributes')
  expect(reason('MessageAttributes', 'text', [{ ...attribute, dataType: 'String.Array' }])).toBe(
    'InvalidAttributes',
  )
  expect(reason('MessageBody', '{"a":1}')).toBe('MessageBody')
  expect(reason('MessageBody', 'text')).toBe('InvalidMessageBody')
  expect(reason('MessageBody', '[1]')).toBe('InvalidMessageBody')
})
