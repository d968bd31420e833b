import { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { hasCode } from '../../base/index.ts'
import { deliveryFailed, peerMissing } from '../errors.ts'
import type { ObjectStore, OwnedBucket, StoredObject } from './object-store.ts'

type Sdk = typeof import('@aws-sdk/client-s3')
type Storage = typeof import('@aws-sdk/lib-storage')

/** Larger objects are uploaded in parts of this size, four at a time. S3 takes 5 MiB and more. */
const partBytes = 8 * 1024 * 1024

/**
 * Buckets of an S3 endpoint, with the credentials and the region that the AWS SDK finds (environment, profile, role). A multipart upload
 * that fails is aborted, so that no parts of it stay.
 */
export class S3Objects implements ObjectStore {
  readonly hasStorageClasses = true
  readonly #client: S3Client
  readonly #sdk: Sdk
  readonly #storage: Storage

  private constructor(client: S3Client, sdk: Sdk, storage: Storage) {
    this.#client = client
    this.#sdk = sdk
    this.#storage = storage
  }

  /**
   * @param url of S3 or of anything that speaks its API: `https://s3.eu-central-1.amazonaws.com`, `http://minio.example:9000`
   * @throws FIREHOSE_PEER_MISSING when the SDK is not installed
   */
  static async open(url: string): Promise<S3Objects> {
    try {
      const [sdk, storage] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')])
      // By path: the name of an endpoint of one's own seldom has names of buckets before it.
      const client = new sdk.S3Client({ endpoint: url, forcePathStyle: true })
      return new S3Objects(client, sdk, storage)
    } catch (error) {
      if (!hasCode(error, 'ERR_MODULE_NOT_FOUND')) throw error
      throw peerMissing('Objects at an S3 endpoint', '@aws-sdk/client-s3 @aws-sdk/lib-storage', error)
    }
  }

  async put(object: StoredObject, signal: AbortSignal): Promise<void> {
    const size = object.body.reduce((sum, { length }) => sum + length, 0)
    try {
      if (size <= partBytes) await this.#putWhole(object, signal)
      else await this.#putInParts(object, signal)
    } catch (error) {
      const { message } = error as Error
      throw deliveryFailed(
        `The object ${object.key} could not be put into ${object.bucket}: ${message}`,
        error,
      )
    }
  }

  async lackOf({ bucket, owner }: OwnedBucket, signal: AbortSignal): Promise<string | undefined> {
    try {
      const command = new this.#sdk.HeadBucketCommand({ Bucket: bucket, ...expected(owner) })
      await this.#client.send(command, { abortSignal: signal })
      return undefined
    } catch (error) {
      const lack = lacks[statusOf(error) ?? 0]
      if (lack !== undefined) return `The bucket ${bucket} ${lack(owner)}.`
      throw deliveryFailed(`The bucket ${bucket} cannot be looked at: ${(error as Error).message}`, error)
    }
  }

  close(): void {
    this.#client.destroy()
  }

  async #putWhole(object: StoredObject, signal: AbortSignal): Promise<void> {
    const command = new this.#sdk.PutObjectCommand({ ...headOf(object), Body: Buffer.concat(object.body) })
    await this.#client.send(command, { abortSignal: signal })
  }

  async #putInParts(object: StoredObject, signal: AbortSignal): Promise<void> {
    const upload = new this.#storage.Upload({
      client: this.#client,
      params: { ...headOf(object), Body: Readable.from(object.body, { objectMode: false }) },
      partSize: partBytes,
      queueSize: 4,
      leavePartsOnError: false,
    })
    const abort = () => void upload.abort()
    if (signal.aborted) throw signal.reason
    signal.addEventListener('abort', abort)
    try {
      await upload.done()
    } finally {
      signal.removeEventListener('abort', abort)
    }
  }
}

/** What HeadBucket answers without a body. Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
const lacks: Readonly<Record<number, (owner: string | undefined) => string>> = {
  301: () => 'is in another Region',
  403: (owner) => `may not be used, or does not belong to ${owner ?? 'this account'}`,
  404: () => 'does not exist',
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
}

const expected = (owner: string | undefined) => owner !== undefined && { ExpectedBucketOwner: owner }

const headOf = ({ bucket, owner, key, metadata }: StoredObject) => ({
  Bucket: bucket,
  ...expected(owner),
  Key: key,
  ContentType: metadata.contentType,
  ...(metadata.storageClass !== undefined && { StorageClass: metadata.storageClass }),
  ...(metadata.contentEncoding !== undefined && { ContentEncoding: metadata.contentEncoding }),
})
