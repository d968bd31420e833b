import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/*
 * Peers come from the registries that they are published in, by the registries' own clients, into a folder each that is
 * ignored by git. What is there already is not fetched again.
 */
const run = promisify(execFile)
const installMsMax = 10 * 60_000

async function once(folder: string, what: string, install: () => Promise<unknown>): Promise<void> {
  const marker = join(folder, `${what.replaceAll(/[^\w.-]/g, '_')}.done`)
  if (existsSync(marker)) return
  mkdirSync(folder, { recursive: true })
  await install()
  writeFileSync(marker, '')
}

function command(folder: string, file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const options = { cwd: folder, env: { ...process.env, ...env }, timeout: installMsMax }
  return run(file, args, { ...options, maxBuffer: 64 * 1024 * 1024 })
}

/** Debian's packages, unpacked and not installed: needs no root. @returns the folder that is their `/` */
export async function debianPackages(folder: string, names: readonly string[]): Promise<string> {
  const root = join(folder, 'root')
  await once(folder, names.join('+'), async () => {
    await command(folder, 'apt-get', ['download', ...names])
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb')))
      await command(folder, 'dpkg', ['-x', file, root])
  })
  return root
}

/** @returns the folder `node_modules` */
export async function npmPackages(folder: string, specs: readonly string[]): Promise<string> {
  await once(folder, specs.join('+'), async () => {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    await command(folder, 'npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...specs])
  })
  return join(folder, 'node_modules')
}

/** @returns the folder of the programs */
export async function pythonPackages(folder: string, specs: readonly string[]): Promise<string> {
  await once(folder, specs.join('+'), async () => {
    await command(folder, 'python3', ['-m', 'venv', '.'])
    await command(folder, join(folder, 'bin/pip'), ['install', '--quiet', ...specs])
  })
  return join(folder, 'bin')
}

/** Builds a Go program. @returns the folder of the programs */
export async function goProgram(folder: string, module: string): Promise<string> {
  const env = { GOBIN: join(folder, 'bin'), GOPATH: join(folder, 'go'), GOFLAGS: '-mod=mod -modcacherw' }
  await once(folder, module, () => command(folder, 'go', ['install', module], env))
  return join(folder, 'bin')
}

/** A Java program with all that it needs. @returns its class path */
export async function mavenArtifact(folder: string, artifact: string): Promise<string> {
  const [groupId, artifactId, version] = artifact.split(':')
  const dependency = `<dependency><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${version}</version></dependency>`
  const pom =
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>bench</groupId>' +
    `<artifactId>peer</artifactId><version>1</version><dependencies>${dependency}</dependencies></project>`
  await once(folder, artifact, async () => {
    writeFileSync(join(folder, 'pom.xml'), pom)
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=jars']
    await command(folder, 'mvn', ['-q', '-B', ...goal])
  })
  return join(folder, 'jars', '*')
}
