import type { CopyCommand } from '../../shapes.ts'

/** For rows that are sent behind it. */
export function copyStatement(
  { DataTableName, DataTableColumns = '' }: CopyCommand,
  options: string,
): string {
  const columns = DataTableColumns === '' ? '' : ` (${DataTableColumns})`
  return `COPY ${DataTableName}${columns} FROM STDIN WITH (${options})`
}

/** For a JSON array as its one parameter. Members that no column has are left out, columns without a member are null. */
export function insertStatement({ DataTableName, DataTableColumns = '' }: CopyCommand): string {
  const [columns, selected] =
    DataTableColumns === '' ? ['', '*'] : [` (${DataTableColumns})`, DataTableColumns]
  return `INSERT INTO ${DataTableName}${columns} SELECT ${selected} FROM json_populate_recordset(NULL::${DataTableName}, $1::json)`
}
