/*
 * A CPU profile of V8 as a picture: a box for each function, as wide as the time in which it was on the stack, on the one that called it.
 * The form is Brendan Gregg's, "The Flame Graph", Communications of the ACM 59 (6), 2016.
 */

export interface CpuProfile {
  readonly nodes: readonly ProfileNode[]
  /** Ids of nodes, one for each sample. */
  readonly samples: readonly number[]
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[]
}

export interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  readonly children?: readonly number[]
}

/** A function on one stack, with all calls of it from there. */
export interface Frame {
  readonly name: string
  /** Microseconds in it and in what it called. */
  total: number
  /** Microseconds in itself. */
  self: number
  readonly callees: Map<string, Frame>
}

/** What the process did not do. */
const idleNames: ReadonlySet<string> = new Set(['(idle)', '(root)'])

/** The stacks of a profile, merged; what was idle is left out. */
export function stacksOf({ nodes, samples, timeDeltas }: CpuProfile): Frame {
  const micros = new Map<number, number>()
  for (const [i, id] of samples.entries()) micros.set(id, (micros.get(id) ?? 0) + timeDeltas[i]!)
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const all = newFrame('all')
  for (const child of nodes[0]?.children ?? []) addStack(all, child, byId, micros)
  all.total = sumOf(all)
  return all
}

function addStack(
  under: Frame,
  id: number,
  byId: ReadonlyMap<number, ProfileNode>,
  micros: ReadonlyMap<number, number>,
): void {
  const { callFrame, children = [] } = byId.get(id)!
  if (idleNames.has(callFrame.functionName)) return
  const name = nameOf(callFrame)
  const frame = under.callees.get(name) ?? newFrame(name)
  under.callees.set(name, frame)
  frame.self += micros.get(id) ?? 0
  for (const child of children) addStack(frame, child, byId, micros)
  frame.total = frame.self + sumOf(frame)
}

const newFrame = (name: string): Frame => ({ name, total: 0, self: 0, callees: new Map() })

function sumOf({ callees }: Frame): number {
  let sum = 0
  for (const { total } of callees.values()) sum += total
  return sum
}

/** `commit (src/log/store.ts)`; without a file for what is V8's own. */
function nameOf({ functionName, url }: ProfileNode['callFrame']): string {
  const file = url.replace(/^.*\/(?=(?:src|node_modules)\/)/, '').replace(/^node:/, '')
  return `${functionName || '(anonymous)'}${file === '' ? '' : ` (${file})`}`
}

const width = 1200
const rowHeight = 17
/** Of the whole: narrower boxes cannot be told apart. */
const narrowest = 0.002
const letterWidth = 6.2
/** From yellow to red, so that neighbours differ; which one says nothing. */
const colours = ['#f6c344', '#f0a33c', '#ea8a3a', '#e5733c', '#f3b23f']

interface Box {
  readonly frame: Frame
  readonly x: number
  readonly depth: number
}

/** @param title is text, not XML */
export function flameGraph(all: Frame, title: string): string {
  const boxes = [...boxesOf(all, 0, 0, all.total)]
  const deepest = Math.max(...boxes.map(({ depth }) => depth))
  const height = (deepest + 2) * rowHeight + 10
  const drawn = boxes.map(({ frame, x, depth }) => {
    const y = height - 10 - (depth + 1) * rowHeight
    return boxSvg(frame, (x / all.total) * width, y, (frame.total / all.total) * width, all.total)
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="monospace" font-size="11">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="4" y="13">${escaped(title)}</text>`,
    ...drawn,
    '</svg>\n',
  ].join('\n')
}

function* boxesOf(frame: Frame, x: number, depth: number, whole: number): Generator<Box> {
  if (frame.total < whole * narrowest) return
  yield { frame, x, depth }
  let at = x
  const callees = [...frame.callees.values()].sort((a, b) => b.total - a.total)
  for (const callee of callees) {
    yield* boxesOf(callee, at, depth + 1, whole)
    at += callee.total
  }
}

function boxSvg(frame: Frame, x: number, y: number, boxWidth: number, whole: number): string {
  const share = `${((100 * frame.total) / whole).toFixed(1)} %`
  const letters = Math.floor((boxWidth - 4) / letterWidth)
  const label = letters < 3 ? '' : frame.name.slice(0, letters)
  const colour = colours[frame.name.length % colours.length]
  const place = `x="${x.toFixed(1)}" y="${y}" width="${Math.max(0.3, boxWidth - 0.4).toFixed(1)}" height="${rowHeight - 1}"`
  const text = label === '' ? '' : `<text x="${(x + 2).toFixed(1)}" y="${y + 12}">${escaped(label)}</text>`
  return `<g><title>${escaped(`${frame.name}: ${share}`)}</title><rect ${place} fill="${colour}"/>${text}</g>`
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** The functions that the most time is spent in, with their shares of the whole. */
export function busiest(all: Frame, count: number): { name: string; share: number }[] {
  const selfOf = new Map<string, number>()
  const visit = ({ name, self, callees }: Frame) => {
    selfOf.set(name, (selfOf.get(name) ?? 0) + self)
    for (const callee of callees.values()) visit(callee)
  }
  visit(all)
  return [...selfOf]
    .map(([name, self]) => ({ name, share: self / all.total }))
    .sort((a, b) => b.share - a.share)
    .slice(0, count)
}
