/**
 * One number of a server's /metrics, by the name without its prefix and unit ending.
 * @throws Error when no metric, or more than one, has that name
 */
export async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const lines = text.match(new RegExp(`^\\w*${name}(_total)? \\S+$`, 'gm')) ?? []
  if (lines.length !== 1) throw new Error(`/metrics has ${lines.length} values of ${name}`)
  return Number(lines[0]?.split(' ')[1])
}
