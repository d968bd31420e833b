import { createLeasesService } from '../../../src/api/leases/index.ts'
import type { MillraceLeasesOperations } from '../../../src/api/leases/shapes.ts'
import { openTestLeases } from '../../leases/open-test-leases.ts'
import { type JsonAnswers, jsonAnswers } from '../json-answers.ts'

export interface LeasesServer {
  readonly answer: JsonAnswers<keyof MillraceLeasesOperations>
}

/** The API of the leases in process, over a memory disk. */
export async function startLeases(options = {}): Promise<LeasesServer> {
  const { leases } = await openTestLeases(options)
  const service = createLeasesService(leases)
  return { answer: jsonAnswers({ service, target: 'MillraceLeases_20261126', scope: 'kinesis' }) }
}
