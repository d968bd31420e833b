import { startLine } from './request-head.ts'

const carriageReturn = 0x0d

/** So many kinds of clients are told apart; with one more all are learned anew. */
const shapesMax = 64

/** One header line of a head. All positions are of the shape's bytes. */
export interface Line {
  readonly name: string
  readonly value: string
  readonly start: number
  /** Behind the colon. */
  readonly valueStart: number
  readonly valueEnd: number
}

/** A head that was read once, to compare others with. */
export interface HeadShape {
  readonly bytes: Buffer
  readonly lines: readonly Line[]
}

/**
 * One head for each kind of client, by the names of its headers as they were sent. All connections of a kind share it:
 * one of its own would make an idle connection a third larger.
 */
export class HeadShapes {
  readonly #byNames = new Map<string, HeadShape>()

  /** @param head one that `readRequestHead` takes, and what it has read. @returns the first one that had these names */
  shapeOf(head: Buffer, headers: Readonly<Record<string, string>>): HeadShape {
    const shape = readShape(head, headers)
    const names = shape.lines
      .map(({ start, valueStart }) => head.toString('latin1', start, valueStart))
      .join('')
    const known = this.#byNames.get(names)
    if (known !== undefined) return known
    if (this.#byNames.size === shapesMax) this.#byNames.clear()
    this.#byNames.set(names, shape)
    return shape
  }
}

function readShape(head: Buffer, headers: Readonly<Record<string, string>>): HeadShape {
  const lines: Line[] = []
  for (let start = startLine.length; head[start] !== carriageReturn; ) {
    const colon = head.indexOf(':', start)
    const valueEnd = head.indexOf('\r', colon)
    const name = head.toString('latin1', start, colon).toLowerCase()
    lines.push({ name, value: headers[name]!, start, valueStart: colon + 1, valueEnd })
    start = valueEnd + 2
  }
  return { bytes: Buffer.from(head), lines }
}
