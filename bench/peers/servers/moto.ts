import { join } from 'node:path'
import type { RunningServer } from '../../lib/compare.ts'
import { pythonPackages } from '../install.ts'
import { freePort, startProgram } from '../peer-process.ts'

const version = '5.2.5'

interface InstalledMoto {
  readonly version: string
  start(env?: NodeJS.ProcessEnv): Promise<RunningServer>
}

/** moto's server, which is several of AWS's services. */
export async function installMoto(cache: string): Promise<InstalledMoto> {
  const programs = await pythonPackages(join(cache, 'moto'), [`moto[server]==${version}`])
  return {
    version,
    async start(env) {
      const port = await freePort()
      const args = [join(programs, 'moto_server'), '--port', String(port)]
      return await startProgram({ file: join(programs, 'python'), args, port, ...(env && { env }) })
    },
  }
}
