import { invalidSetting, unavailable } from '../../errors.ts'
import type { DataFormatConversionConfiguration, ExtendedS3DestinationConfiguration } from '../../shapes.ts'
import type { ConversionPlan } from './conversion-plan.ts'
import { parseHiveType } from './hive-type.ts'
import { timestampReader } from './timestamp-reader.ts'

/** What a table of AWS Glue says of its columns, with Glue's names. */
export interface CatalogTable {
  readonly Columns: readonly { readonly Name: string; readonly Type: string }[]
}

/** Tables by the names of their database and their own. */
export type Catalog = Readonly<Record<string, Readonly<Record<string, CatalogTable>>>>

/**
 * Checks what does not depend on the catalog.
 * @throws CodedError FIREHOSE_SETTING_INVALID. The texts are ours
 */
export function checkConversion({
  DataFormatConversionConfiguration,
  ...config
}: ExtendedS3DestinationConfiguration): void {
  const conversion = DataFormatConversionConfiguration
  if (!isConverting(conversion)) return
  const { CompressionFormat = 'UNCOMPRESSED' } = config
  const serializer = conversion.OutputFormatConfiguration?.Serializer
  if (CompressionFormat !== 'UNCOMPRESSED')
    throw invalidSetting('CompressionFormat must be UNCOMPRESSED when record format conversion is enabled.')
  if (serializer?.OrcSerDe !== undefined) throw unavailable('OrcSerDe')
  if (serializer?.ParquetSerDe === undefined)
    throw invalidSetting('OutputFormatConfiguration requires a Serializer.')
  const { DatabaseName, TableName } = conversion.SchemaConfiguration ?? {}
  if (DatabaseName === undefined || TableName === undefined)
    throw invalidSetting('SchemaConfiguration requires DatabaseName and TableName.')
  checkDeserializer(conversion)
}

export function isConverting(
  conversion: DataFormatConversionConfiguration | undefined,
): conversion is DataFormatConversionConfiguration {
  /* AWS: enabled unless it is said not to be. */
  return conversion !== undefined && conversion.Enabled !== false
}

function checkDeserializer({ InputFormatConfiguration: input }: DataFormatConversionConfiguration): void {
  const { HiveJsonSerDe: hive, OpenXJsonSerDe: openX } = input?.Deserializer ?? {}
  if ((hive === undefined) === (openX === undefined))
    throw invalidSetting('Deserializer must have either HiveJsonSerDe or OpenXJsonSerDe.')
  for (const format of hive?.TimestampFormats ?? []) {
    try {
      timestampReader(format)
    } catch (error) {
      throw invalidSetting(`TimestampFormats cannot have ${format}: ${(error as Error).message}.`)
    }
  }
}

/** @throws CodedError FIREHOSE_SETTING_INVALID for a table that is not in the catalog */
export function conversionPlan(
  conversion: DataFormatConversionConfiguration,
  catalog: Catalog,
): ConversionPlan {
  const { DatabaseName = '', TableName = '' } = conversion.SchemaConfiguration ?? {}
  const database = Object.hasOwn(catalog, DatabaseName) ? catalog[DatabaseName] : undefined
  const table = database && Object.hasOwn(database, TableName) ? database[TableName] : undefined
  if (table === undefined)
    throw invalidSetting(`The table ${DatabaseName}.${TableName} is not in the catalog of this server.`)
  const { HiveJsonSerDe: hive, OpenXJsonSerDe: openX } =
    conversion.InputFormatConfiguration?.Deserializer ?? {}
  const caseInsensitive = openX?.CaseInsensitive ?? true
  const keys = openX?.ColumnToJsonKeyMappings ?? {}
  return {
    columns: table.Columns.map(({ Name, Type }) => {
      const name = Name.toLowerCase()
      const jsonKey = Object.hasOwn(keys, name) ? (keys[name] ?? name) : name
      return { name, type: Type, jsonKey: caseInsensitive ? jsonKey.toLowerCase() : jsonKey }
    }),
    caseInsensitive,
    dotsToUnderscores: openX?.ConvertDotsInJsonKeysToUnderscores ?? false,
    timestampFormats: hive?.TimestampFormats ?? [],
    codec: conversion.OutputFormatConfiguration?.Serializer?.ParquetSerDe?.Compression ?? 'SNAPPY',
  }
}

/** @throws Error in plain words for what is no table, or has types that are none */
export function checkTable(table: unknown): void {
  const columns = (table as Partial<CatalogTable> | null)?.Columns
  if (!Array.isArray(columns) || columns.length === 0) throw new Error('must have Columns')
  for (const { Name, Type } of columns as Partial<CatalogTable['Columns'][number]>[]) {
    if (typeof Name !== 'string' || Name === '' || typeof Type !== 'string')
      throw new Error('each of Columns must have a Name and a Type')
    parseHiveType(Type)
  }
}
