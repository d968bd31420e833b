import { configInvalid } from '../errors.ts'

/** Files whose content is no lines: what log rotation makes of old ones. */
const compressed = /\.(gz|bz2|xz|zst|zip|Z)$/

/** Which files a flow reads: a directory, and a glob for the names of files in it. */
export class FilePattern {
  readonly directory: string
  readonly #name: RegExp

  /** @throws AGENT_CONFIG_INVALID for a pattern whose directory is not absolute, or no directory of its own */
  constructor(where: string, pattern: string) {
    const slash = pattern.lastIndexOf('/')
    const [directory, glob] = [pattern.slice(0, slash), pattern.slice(slash + 1)]
    if (!pattern.startsWith('/') || glob === '' || /[*?[{]/.test(directory))
      throw configInvalid(
        where,
        `must be an absolute path, with wildcards in the file's name only, not "${pattern}"`,
      )
    this.directory = directory === '' ? '/' : directory
    this.#name = expressionOf(where, glob)
  }

  has(name: string): boolean {
    return this.#name.test(name) && !compressed.test(name)
  }

  pathOf(name: string): string {
    return `${this.directory === '/' ? '' : this.directory}/${name}`
  }
}

/** `*`, `?`, `[a-z]`, `[!a-z]` and `{one,other}`, as java.nio's globs have them, which the Kinesis Agent takes. */
function expressionOf(where: string, glob: string): RegExp {
  const source = glob.replaceAll(/\[!?[^\]]+\]|[^\w]/g, (token) => {
    if (token === '*') return '.*'
    if (token === '?') return '.'
    if (token === '{') return '(?:'
    if (token === '}') return ')'
    if (token === ',') return '|'
    if (token.length > 1) return token.replace(/^\[!/, '[^')
    return `\\u{${token.codePointAt(0)?.toString(16)}}`
  })
  try {
    return new RegExp(`^(?:${source})$`, 'su')
  } catch {
    throw configInvalid(where, `is no pattern of file names: "${glob}"`)
  }
}
