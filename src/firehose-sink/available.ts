import type { Functions } from '../functions/index.ts'
import type { Configuration } from './destinations/destination-kind.ts'
import { invalidSetting } from './errors.ts'
import { type Catalog, conversionPlan, isConverting } from './formats/parquet/conversion-settings.ts'
import { processingSettings } from './processing/processing-settings.ts'
import type { ExtendedS3DestinationConfiguration } from './shapes.ts'

/**
 * Checks that what a configuration names is known to this server: the function that transforms, the table that records are converted
 * by. Better no delivery stream than one that can deliver nothing.
 * @throws CodedError FIREHOSE_SETTING_INVALID. The texts are ours
 */
export function checkAvailable(
  configuration: Configuration,
  { functions, catalog }: { readonly functions: Functions; readonly catalog: Catalog },
): void {
  const { ProcessingConfiguration, DataFormatConversionConfiguration: conversion } =
    configuration as Partial<ExtendedS3DestinationConfiguration>
  const lambda = processingSettings(ProcessingConfiguration)?.lambda
  if (lambda !== undefined && !functions.has(lambda.functionArn))
    throw invalidSetting(
      `The Lambda function ${lambda.functionArn} is not configured on this server: see --functions.`,
    )
  if (isConverting(conversion)) conversionPlan(conversion, catalog)
}
