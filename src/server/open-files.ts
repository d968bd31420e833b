import { readFileSync } from 'node:fs'
import type { Logger } from '../base/index.ts'
import { defaultHttpLimits } from '../http/index.ts'

/*
 * The system lets a process have so many files open and no more (`ulimit -n`), connections among them. Clients must not take the last
 * ones: a file that the log store cannot open is a failed write, after which it accepts nothing until a restart.
 */

/** As many segments as the log store keeps open, where there is room. */
const segmentsMax = 256

/** For the journal, what a flush has open, Node itself (27 at rest) and the modules that are loaded when they are needed. */
const othersMax = 40

export interface OpenFileShares {
  readonly segments: number
  readonly connections: number
}

/** The shares of what this process may have open. */
export function openFileShares(logger: Logger): OpenFileShares {
  const limit = openFileLimit()
  const shares = shareOpenFiles(limit)
  if (shares.connections < defaultHttpLimits.connectionsMax) {
    logger.warn({ limit, ...shares }, 'few files may be open at once (ulimit -n): connections are limited')
  }
  return shares
}

/** Who may have how many of the files that a process may have open. */
export function shareOpenFiles(limit: number): OpenFileShares {
  const segments = Math.min(segmentsMax, Math.floor(limit / 4))
  const connections = Math.max(1, limit - segments - othersMax)
  return { segments, connections: Math.min(defaultHttpLimits.connectionsMax, connections) }
}

/** Infinity where the system does not tell it in a file: Linux does. Node has raised it to the most it may have. */
function openFileLimit(): number {
  try {
    const [, limit] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? []
    return limit === undefined ? Number.POSITIVE_INFINITY : Number(limit)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
