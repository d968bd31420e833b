import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadFunctions } from '../../src/server/functions-file.ts'
import { scratchFolder } from '../cli/command.ts'

const refused = (message: string | RegExp) =>
  expect.objectContaining({ code: 'SERVER_OPTION_INVALID', message: expect.stringMatching(message) })

test('functions are taken from a file, with the paths of modules beside it', () => {
  using folder = scratchFolder()
  const file = `${folder.path}/functions.json`
  const remote = { url: 'https://lambda.example/', headers: { 'x-key': 'k' }, timeoutMs: 3000 }
  writeFileSync(file, JSON.stringify({ remote, 'local:live': { module: './fn.mjs', concurrency: 2 } }))
  expect(loadFunctions(file)).toEqual({
    remote,
    'local:live': { module: `${folder.path}/fn.mjs`, handler: 'handler', concurrency: 2 },
  })
  expect(loadFunctions(undefined)).toEqual({})
  expect(() => loadFunctions(`${folder.path}/none.json`)).toThrow(refused('^--functions: ENOENT'))
})

test.each<[given: object, message: string]>([
  [{ 'a b': { url: 'http://x' } }, '^"a b" in functions: is no name of a function$'],
  [{ fn: 'http://x' }, '^"fn" in functions: must be an object with either "url" or "module"$'],
  [{ fn: { url: 'http://x', module: 'x' } }, 'either "url" or "module"$'],
  [{ fn: { url: 'ftp://x' } }, '"url" must be an http or https address$'],
  [{ fn: { url: 'http://x', toString: 1 } }, 'has no "toString": there are url, headers, timeoutMs$'],
  [{ fn: { url: 'http://x', headers: { a: 1 } } }, '"headers" must be an object of texts$'],
  [{ fn: { module: 'x', concurrency: 0 } }, '"concurrency" must be a whole number from 1 to 256$'],
  [{ fn: { module: 'x', timeoutMs: 900_001 } }, '"timeoutMs" must be a whole number from 1 to 900000$'],
])('%j is refused with the name that is wrong', (given, message) => {
  expect(() => loadFunctions(given as never)).toThrow(refused(message))
})
