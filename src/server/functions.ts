import { Functions } from '../functions/index.ts'
import { HttpClient } from '../http-client/index.ts'
import { loadFunctions } from './functions-file.ts'
import type { Options } from './option-table.ts'
import type { ServerPorts } from './server-ports.ts'

export interface OpenFunctions {
  readonly functions: Functions
  /** Reaches what users have named: those of them that are behind an endpoint, and where delivery streams deliver. */
  readonly http: HttpClient
  close(): Promise<void>
}

/** The Lambda functions that can be called. @throws SERVER_OPTION_INVALID as `loadFunctions` */
export async function openFunctions(options: Options, ports: ServerPorts): Promise<OpenFunctions> {
  const http = new HttpClient({ ...ports, allowPrivateAddresses: options.reach === 'any' })
  const functions = new Functions(loadFunctions(options.functions), { ...ports, http })
  return {
    functions,
    http,
    async close() {
      http.close()
      await functions.close()
    },
  }
}
