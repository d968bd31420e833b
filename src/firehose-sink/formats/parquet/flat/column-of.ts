import type { ConversionPlan } from '../conversion-plan.ts'
import type { HiveType } from '../hive-type.ts'
import { BigintColumn } from './bigint-column.ts'
import { BytesColumn } from './bytes-column.ts'
import type { FlatColumn } from './flat-column.ts'
import { NumberColumn } from './number-column.ts'
import { BooleanStore, FloatStore, Int32Store, Int64Store } from './number-stores.ts'
import { decimalScanner } from './scan-decimal.ts'
import { scanBoolean, scanDouble, scanInteger, scanNothing } from './scan-number.ts'
import { scanDate, scanTimestamp } from './scan-time.ts'

/** Makes the column for a type. What a scanner takes of JSON, it takes as the type's ValueReader does. */
export function columnOf(type: HiveType, { timestampFormats }: ConversionPlan, rowsMax: number): FlatColumn {
  const int32 = (min: number, max: number) =>
    new NumberColumn(rowsMax, scanInteger, new Int32Store(rowsMax), [min, max])
  switch (type.kind) {
    case 'boolean':
      return new NumberColumn(rowsMax, scanBoolean, new BooleanStore(rowsMax))
    case 'tinyint':
      return int32(-128, 127)
    case 'smallint':
      return int32(-32_768, 32_767)
    case 'int':
      return int32(-2_147_483_648, 2_147_483_647)
    case 'bigint':
      return new BigintColumn(rowsMax)
    case 'float':
      return new NumberColumn(rowsMax, scanDouble, new FloatStore(rowsMax, 'FLOAT'))
    case 'double':
      return new NumberColumn(rowsMax, scanDouble, new FloatStore(rowsMax, 'DOUBLE'))
    case 'date':
      return new NumberColumn(rowsMax, scanDate, new Int32Store(rowsMax))
    case 'timestamp': {
      /* Forms of the plan come before the common one. */
      const scanner = timestampFormats.length === 0 ? scanTimestamp : scanNothing
      return new NumberColumn(rowsMax, scanner, new Int64Store(rowsMax))
    }
    case 'decimal':
      return new NumberColumn(rowsMax, decimalScanner(type.precision, type.scale), new Int64Store(rowsMax))
    case 'string':
    case 'binary':
      return new BytesColumn(rowsMax, type.kind === 'string')
    case 'array':
    case 'map':
    case 'struct':
      throw new Error(`${type.kind} is not flat`)
  }
}
