export interface Bar {
  readonly label: string
  readonly note: string
  /** Over 0. */
  readonly value: number
}

const labelWidth = 230
const chartWidth = 420
const valueWidth = 90
const rowHeight = 34
const titleHeight = 36

/** An SVG of horizontal bars on a logarithmic scale from the power of ten below the smallest value. */
export function barChart(title: string, bars: readonly Bar[]): string {
  const values = bars.map(({ value }) => value)
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)) - 0.1)
  const decades = Math.log10(Math.max(...values) / low)
  const height = titleHeight + bars.length * rowHeight
  const rows = bars.map(({ label, note, value }, i) => {
    const top = titleHeight + i * rowHeight
    const width = Math.max(1, (Math.log10(value / low) / decades) * chartWidth)
    return [
      text(0, top + 12, label, 'label'),
      text(0, top + 25, note, 'note'),
      `<rect x="${labelWidth}" y="${top + 2}" width="${width.toFixed(1)}" height="${rowHeight - 12}" rx="2"/>`,
      text(labelWidth + width + 6, top + 17, String(value), 'label'),
    ].join('')
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${labelWidth + chartWidth + valueWidth} ${height}" font-family="sans-serif">`,
    `<title>${title}</title>`,
    '<style>.title{font-size:14px;font-weight:bold}.label{font-size:12px}.note{font-size:10px;fill:#666}rect{fill:#3b6ea5}</style>',
    '<rect width="100%" height="100%" style="fill:#fff"/>',
    text(0, 18, title, 'title'),
    ...rows,
    '</svg>\n',
  ].join('\n')
}

function text(x: number, y: number, content: string, style: string): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${style}">${escaped}</text>`
}
