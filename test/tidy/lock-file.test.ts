import { expect, test } from 'vitest'
import lock from '../../package-lock.json' with { type: 'json' }

/*
 * `npm ci` refuses a lock file that lacks a package, be it one that only another platform would install; and npm
 * leaves out of the lock file, without a word, what it could not find when it was made.
 */

interface Entry {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly integrity?: string
  readonly resolved?: string
}

const entries = new Map(Object.entries(lock.packages as Readonly<Record<string, Entry>>))

/** Node's way to a package: the folder of the one that wants it, then that of each package around it. */
function isLocked(name: string, wantedBy: string): boolean {
  for (let folder = wantedBy; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (entries.has(`${folder}/node_modules/${name}`.replace(/^\//, ''))) return true
    if (folder === '') return false
  }
}

test('package-lock.json has every package that another needs, those of other platforms too', () => {
  const missing = [...entries].flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isLocked(name, path))
      .map((name) => `${name}, for ${path}`),
  )
  expect(missing).toEqual([])
})

test('package-lock.json has the checksum of every package, and leaves open which registry it comes from', () => {
  const packages = [...entries].filter(([path]) => path !== '')
  expect(packages.filter(([, { integrity }]) => integrity === undefined)).toEqual([])
  expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
})
