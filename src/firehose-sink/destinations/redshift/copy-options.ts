import { invalidSetting, unavailable } from '../../errors.ts'
import type { CopyCommand } from '../../shapes.ts'

/** How records become rows. */
export type RowForm =
  /** A JSON object each, its members by the names of the columns. */
  | { readonly kind: 'json' }
  /** Lines of fields. `with` is what PostgreSQL's COPY says of them. */
  | { readonly kind: 'lines'; readonly with: string }

/** One option at a time, as Redshift writes them. Source: https://docs.aws.amazon.com/redshift/latest/dg/r_COPY-parameters.html */
const optionForm =
  /^\s*(?:(?:FORMAT\s+)?(?:AS\s+)?JSON\s+(?:AS\s+)?'(?<json>[^']*)'|(?:FORMAT\s+)?(?:AS\s+)?(?<csv>CSV)\b|(?<gzip>GZIP)\b|DELIMITER\s+(?:AS\s+)?'(?<delimiter>[^']|\\t)'|QUOTE\s+(?:AS\s+)?'(?<quote>[^'])'|NULL\s+(?:AS\s+)?'(?<null>[^']*)')/i

/**
 * The options of Redshift's COPY that PostgreSQL can follow: JSON 'auto', CSV, DELIMITER, QUOTE, NULL. Without any, fields
 * are between `|` and `\N` is null, as in Redshift. GZIP is about the objects in the bucket.
 * @throws FIREHOSE_SETTING_INVALID for all others
 */
export function rowForm(command: CopyCommand): RowForm {
  const { gzip: _, ...found } = optionsIn(command)
  const { json, csv, delimiter, quote, null: nullText } = found
  if (json === undefined)
    return { kind: 'lines', with: linesWith(csv !== undefined, delimiter, quote, nullText) }
  if (json !== 'auto') throw unavailable(`COPY with JSON '${json}'`)
  if (Object.keys(found).length > 1) throw invalidSetting('CopyOptions has options that do not go with JSON.')
  return { kind: 'json' }
}

/** Whether the objects that are loaded are GZIP. @throws as `rowForm` */
export function readsGzip(command: CopyCommand): boolean {
  return optionsIn(command).gzip !== undefined
}

function optionsIn({ CopyOptions = '' }: CopyCommand): Record<string, string> {
  const found: Record<string, string> = {}
  for (let rest = CopyOptions; rest.trim() !== ''; ) {
    const match = optionForm.exec(rest)
    if (match === null)
      throw unavailable(`The option of COPY that begins with ${JSON.stringify(rest.trim().slice(0, 20))}`)
    for (const [name, value] of Object.entries(match.groups ?? {}))
      if (value !== undefined) found[name] = value
    rest = rest.slice(match[0].length)
  }
  return found
}

/** PostgreSQL's CSV without quotes is Redshift's plain form: its text form would take backslashes for more than they are. */
function linesWith(
  csv: boolean,
  delimiter = csv ? ',' : '|',
  quote = '"',
  nullText = csv ? '' : '\\N',
): string {
  const mark = delimiter === '\\t' ? "E'\\t'" : `'${delimiter}'`
  return `FORMAT csv, DELIMITER ${mark}, QUOTE ${csv ? `'${quote}'` : "E'\\x01'"}, NULL '${nullText}'`
}

const name = String.raw`(?:"[^"]+"|[A-Za-z_][\w$]*)`
const tableForm = new RegExp(`^${name}(?:\\.${name}){0,2}$`)
const columnsForm = new RegExp(`^\\s*${name}(?:\\s*,\\s*${name})*\\s*$`)

/** Names only: nothing else of SQL gets in by them. @throws FIREHOSE_SETTING_INVALID */
export function checkNames({ DataTableName, DataTableColumns = '' }: CopyCommand): void {
  if (!tableForm.test(DataTableName)) throw invalidSetting(`${DataTableName} is not a valid name of a table.`)
  if (DataTableColumns !== '' && !columnsForm.test(DataTableColumns))
    throw invalidSetting(`${DataTableColumns} is not a valid list of columns.`)
}
