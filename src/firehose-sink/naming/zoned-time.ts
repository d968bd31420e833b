/** A moment as the clocks of a time zone show it. */
export interface ZonedTime {
  /** With the getters for UTC: year, month and so on of the zone. */
  readonly local: Date
  readonly offsetMinutes: number
  readonly zone: string
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>()

/** @returns undefined for what is no time zone. There are some 600, so all may be kept. */
function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone) && isNamed(zone)) {
    const options = { year: 'numeric', month: 'numeric', day: 'numeric' } as const
    const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const
    formats.set(zone, new Intl.DateTimeFormat('en-US', { ...options, ...time, era: 'short', timeZone: zone }))
  }
  return formats.get(zone)
}

/** Names only: `+01:00` is a time zone for Intl, and none for AWS. */
function isNamed(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}

export function isTimeZone(zone: string): boolean {
  return zone === 'UTC' || formatOf(zone) !== undefined
}

/** @param zone one that `isTimeZone`; any other is UTC */
export function zonedTime(timeMs: number, zone: string): ZonedTime {
  const format = zone === 'UTC' ? undefined : formatOf(zone)
  if (format === undefined) return { local: new Date(timeMs), offsetMinutes: 0, zone: 'UTC' }
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(timeMs)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  const wholeSecondMs = timeMs - (((timeMs % 1000) + 1000) % 1000)
  const offsetMs = Date.UTC(year, month - 1, day, hour, minute, second) - wholeSecondMs
  return { local: new Date(timeMs + offsetMs), offsetMinutes: Math.round(offsetMs / 60_000), zone }
}
