/* Rules of this repository that no linter knows. Add a ban when a bug has taught one. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Source {
  path: string
  text: string
}

function read(folder: string, ending: RegExp): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(`${folder}/${name}`, 'utf8') }))
}

const sources = read('src', /\.ts$/)

const bans = [
  { call: /\bDate\.now\(|new Date\(\)|performance\.now\(/, allowed: /^src\/base\/clock\.ts$/, use: 'Clock' },
  { call: /\bset(Timeout|Interval)\(/, allowed: /^src\/(base\/clock|cli\/)/, use: 'Clock.sleep' },
  { call: /\bMath\.random\(|randomUUID\(|randomBytes\(/, allowed: /^src\/base\/random\.ts$/, use: 'Random' },
  { call: /from 'node:fs/, allowed: /^src\/(base|server|cli)\//, use: 'FileSystem' },
  { call: /\b(TODO|FIXME|XXX)\b/, allowed: /^$/, use: 'an issue' },
  { call: /^import (?!type ).*from 'node:http2?'/, allowed: /^$/, use: 'nodeHttp or nodeHttp2' },
  { call: /\bexport \*/, allowed: /^$/, use: 'names' },
]

test('tidy: banned calls', () => {
  const found = sources.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, i) =>
        bans
          .filter(({ call, allowed }) => call.test(line) && !allowed.test(path))
          .map(({ use }) => `${path}:${i + 1}: use ${use}`),
      ),
  )
  expect(found).toEqual([])
})

test('tidy: no file of src has grown over 400 lines', () => {
  const long = sources.filter(
    ({ path, text }) => text.split('\n').length > 400 && !path.endsWith('/shapes.ts'),
  )
  expect(long.map(({ path }) => path)).toEqual([])
})

test('tidy: docs/errors.md lists exactly the codes that src defines', () => {
  const defined = sources
    .filter(({ path }) => path.endsWith('/errors.ts'))
    .flatMap(({ text }) => text.match(/(?<=')[A-Z]+(_[A-Z]+)+(?=')/g) ?? [])
    .filter((code) => !code.startsWith('EAI_')) // the system's own, from getaddrinfo
  const documented = readFileSync('docs/errors.md', 'utf8').match(/(?<=^## )[A-Z_]+$/gm) ?? []
  expect(new Set(documented)).toEqual(new Set(defined))
})

test('tidy: no document names a path of a machine or the host of a registry', () => {
  const documents = [
    ...['docs', 'bench', 'examples', 'scripts'].flatMap((folder) => read(folder, /\.(md|ts|mjs|sh)$/)),
    ...['README.md', 'CHANGELOG.md'].map((path) => ({ path, text: readFileSync(path, 'utf8') })),
  ]
  const machinePath =
    /(^|[\s"'`(])\/(work|root|home|Users)\/\w|registry\.npmjs|pypi\.org\/simple|repo1?\.maven/m
  expect(documents.filter(({ text }) => machinePath.test(text)).map(({ path }) => path)).toEqual([])
})
