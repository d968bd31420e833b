/** How often a new index is begun. */
export type IndexRotationPeriod = 'NoRotation' | 'OneHour' | 'OneDay' | 'OneWeek' | 'OneMonth'

const dayMs = 24 * 3_600_000

/**
 * The name of the index for what arrived then, in UTC: `orders-2016-02-25-13`, `orders-2016-02-25`, `orders-2016-w08`,
 * `orders-2016-02`. Weeks are those of ISO 8601, with their year.
 * Source: https://docs.aws.amazon.com/firehose/latest/dev/es-index-rotation.html
 */
export function indexNameAt(name: string, period: IndexRotationPeriod, timeMs: number): string {
  const time = new Date(timeMs).toISOString()
  switch (period) {
    case 'NoRotation':
      return name
    case 'OneHour':
      return `${name}-${time.slice(0, 10)}-${time.slice(11, 13)}`
    case 'OneDay':
      return `${name}-${time.slice(0, 10)}`
    case 'OneWeek':
      return `${name}-${isoWeek(timeMs)}`
    case 'OneMonth':
      return `${name}-${time.slice(0, 7)}`
  }
}

/** A week belongs to the year that its Thursday is in. */
function isoWeek(timeMs: number): string {
  const daysSinceMonday = (new Date(timeMs).getUTCDay() + 6) % 7
  const thursday = new Date(timeMs + (3 - daysSinceMonday) * dayMs)
  const year = thursday.getUTCFullYear()
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * dayMs))
  return `${year}-w${String(week).padStart(2, '0')}`
}
