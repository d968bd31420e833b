import { expect, test } from 'vitest'
import { helpText, optionNames } from '../../src/server/index.ts'
import { environmentName, flagName } from '../../src/server/option-table.ts'
import { fromConfigText, fromEnvironment, fromFlags, readOptions } from '../../src/server/read-options.ts'

const read = (flags = {}, environment = {}, config = '{}') =>
  readOptions([fromFlags(flags), fromEnvironment(environment), fromConfigText('millrace.json', config)])

test('the options without any source are the ones that --help names', () => {
  expect(read()).toEqual({
    host: '127.0.0.1',
    port: 4567,
    data: './data',
    firehoseRoot: undefined,
    durability: 'fsync',
    limits: 'aws',
    quotas: undefined,
    account: '000000000000',
    transitionMs: 0,
    auth: 'off',
    reach: 'any',
    origins: 'loopback',
    tlsCert: undefined,
    tlsKey: undefined,
    logLevel: 'info',
    smsSandbox: 'off',
    fcmUrl: 'https://fcm.googleapis.com',
    fcmTokenUrl: 'https://oauth2.googleapis.com/token',
    apnsUrl: 'https://api.push.apple.com',
    apnsSandboxUrl: 'https://api.sandbox.push.apple.com',
    admUrl: 'https://api.amazon.com',
  })
  expect(helpText()).toContain('[4567]')
  for (const name of optionNames) expect(helpText()).toContain(`--${flagName(name)} `)
})

test('a flag goes before the environment, and that before the config file', () => {
  const config = '{"port": 3, "limits": "off", "transition-ms": 30}'
  const environment = { MILLRACE_PORT: '2', MILLRACE_LIMITS: 'aws' }
  expect(read({ port: '1' }, environment, config)).toMatchObject({ port: 1, limits: 'aws', transitionMs: 30 })
})

test('the names of an option in its sources follow from one name', () => {
  expect([flagName('transitionMs'), environmentName('transitionMs')]).toEqual([
    'transition-ms',
    'MILLRACE_TRANSITION_MS',
  ])
})

test('a value that is not to be had is refused with the source it came from', () => {
  const refusals: [run: () => unknown, message: string][] = [
    [() => read({ port: '70000' }), '--port: must be a whole number from 0 to 65535, not "70000"'],
    [() => read({ port: '1e3' }), '--port: must be a whole number from 0 to 65535, not "1e3"'],
    [() => read({}, { MILLRACE_LIMITS: 'no' }), 'MILLRACE_LIMITS: must be aws or off, not "no"'],
    [
      () => read({}, {}, '{"account": 1}'),
      '"account" in millrace.json: must be an account number of 12 digits, not 1',
    ],
    [
      () => read({}, {}, '{"port": 1.5}'),
      '"port" in millrace.json: must be a whole number from 0 to 65535, not 1.5',
    ],
    [
      () => read({}, {}, '{"data": null}'),
      '"data" in millrace.json: must be a text that is not empty, not null',
    ],
    [() => read({}, {}, '{"prot": 1}'), 'millrace.json: "prot" is no option; see --help'],
    [() => read({}, {}, '[]'), 'millrace.json: must hold one JSON object'],
    [() => read({ auth: 'sigv4' }), '--auth: sigv4 is not available yet; this version knows auth off only'],
    [
      () => read({ quotas: 'q.json', limits: 'off' }),
      '--quotas: needs --limits aws: without limits no quota holds',
    ],
    [
      () => read({}, {}, '{"quotas": 5}'),
      '"quotas" in millrace.json: must be the path of a JSON file, not 5',
    ],
    [() => read({ smtp: 'smtp://a' }), '--smtp: needs --mail-from beside it'],
    [() => read({}, { MILLRACE_MAIL_FROM: 'a@b.example' }), 'MILLRACE_MAIL_FROM: needs --smtp beside it'],
    [
      () => read({ smtp: 'http://a', 'mail-from': 'a@b.example' }),
      '--smtp: must be a URL that begins with smtp:// or smtps://, not "http://a"',
    ],
    [
      () => read({ smtp: 'smtp//me:se@cret@a', 'mail-from': 'a@b.example' }),
      '--smtp: must be a URL that begins with smtp:// or smtps://, not "smtp//me:***@a"',
    ],
    [
      () => read({ smtp: 'smtps://a', 'mail-from': 'A <a@b.example>' }),
      '--mail-from: must be an e-mail address, not "A <a@b.example>"',
    ],
    [() => read({ 'tls-cert': 'a.pem' }), '--tls-cert: needs --tls-key beside it'],
    [() => read({}, { MILLRACE_TLS_KEY: 'a.pem' }), 'MILLRACE_TLS_KEY: needs --tls-cert beside it'],
  ]
  for (const [run, message] of refusals) {
    expect(run, message).toThrow(expect.objectContaining({ code: 'SERVER_OPTION_INVALID', message }))
  }
  expect(() => read({}, {}, '{')).toThrow(/^millrace\.json: is not JSON/)
})

test('only loopback addresses are listened on while signatures are not checked', () => {
  for (const host of ['127.0.0.1', '127.9.9.9', '::1', 'localhost']) expect(read({ host }).host).toBe(host)
  for (const host of ['0.0.0.0', '::', '10.0.0.1', 'example.com', '127.0.0.1.example.com']) {
    expect(() => read({ host }), host).toThrow('signatures are not checked')
    expect(() => read({}, { MILLRACE_HOST: host }), host).toThrow(/^MILLRACE_HOST: /)
  }
})

test('an empty variable, and one that Kubernetes made for a service called millrace, say nothing', () => {
  expect(read({}, { MILLRACE_PORT: 'tcp://10.0.0.7:4567', MILLRACE_HOST: '' })).toMatchObject({
    port: 4567,
    host: '127.0.0.1',
  })
})
