import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyOf } from '../destinations/destination-world.ts'

interface KeptObject {
  readonly body: Buffer
  readonly contentType: string | undefined
  readonly storageClass?: string | undefined
  readonly owner?: string | undefined
}

/**
 * Of S3's API what puts objects: PutObject and multipart uploads, by path. Parts are 5 MiB or more but for the last, each has
 * the ETag that completing names, and what is not completed is no object.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/
 */
export class S3Server {
  /** By bucket and key. */
  readonly objects = new Map<string, KeptObject>()
  readonly uploads = new Map<string, Omit<KeptObject, 'body'> & { parts: Map<number, Buffer> }>()
  /** By name their owners; one that is not in here is asked for by nobody. */
  readonly buckets = new Map<string, string>()
  /** The next part is refused. */
  refusing = false
  #ids = 0

  readonly handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(String(request.url), 'http://host')
    const place = decodeURIComponent(url.pathname)
    const body = await bodyOf(request)
    const query = url.searchParams
    const uploadId = query.get('uploadId') ?? ''
    const { 'content-type': contentType, 'x-amz-storage-class': storageClass } = request.headers
    const owner = request.headers['x-amz-expected-bucket-owner']
    if (request.method === 'HEAD') return response.writeHead(this.#statusOf(place, String(owner))).end()
    const head = {
      contentType,
      storageClass: storageClass && String(storageClass),
      owner: owner && String(owner),
    }
    const signed = /^AWS4-HMAC-SHA256 Credential=key\//.test(String(request.headers.authorization))
    if (!signed) return response.writeHead(403).end()
    if (request.method === 'POST' && query.has('uploads')) {
      const id = `upload-${this.#ids++}`
      this.uploads.set(id, { ...head, parts: new Map() })
      return response.end(xml('InitiateMultipartUploadResult', `<UploadId>${id}</UploadId>`))
    }
    if (request.method === 'PUT' && uploadId !== '')
      return this.#part(Number(query.get('partNumber')), uploadId, body, response)
    if (request.method === 'PUT') {
      this.objects.set(place, { body, ...head })
      return response.setHeader('etag', etagOf(body)).end()
    }
    if (request.method === 'POST') return this.#complete(place, uploadId, body.toString(), response)
    this.uploads.delete(uploadId)
    return response.writeHead(204).end()
  }

  #statusOf(place: string, owner: string): number {
    const actual = this.buckets.get(place.split('/')[1] ?? '')
    if (actual === undefined) return 404
    return actual === owner ? 200 : 403
  }

  #part(number: number, uploadId: string, body: Buffer, response: ServerResponse) {
    if (this.refusing) return response.writeHead(400).end(xml('Error', '<Code>InvalidRequest</Code>'))
    this.uploads.get(uploadId)?.parts.set(number, body)
    return response.setHeader('etag', etagOf(body)).end()
  }

  #complete(place: string, uploadId: string, named: string, response: ServerResponse) {
    const upload = this.uploads.get(uploadId)
    const parts = [...(upload?.parts ?? [])].sort(([a], [b]) => a - b).map(([, part]) => part)
    const whole =
      parts.every((part) => named.includes(etagOf(part).slice(1, -1))) &&
      parts.slice(0, -1).every(({ length }) => length >= 5 * 1024 * 1024)
    if (!whole) return response.writeHead(400).end(xml('Error', '<Code>InvalidPart</Code>'))
    this.uploads.delete(uploadId)
    const { parts: _, ...head } = upload!
    this.objects.set(place, { body: Buffer.concat(parts), ...head })
    return response.end(xml('CompleteMultipartUploadResult', '<ETag>"e"</ETag>'))
  }
}

const etagOf = (body: Buffer) => `"${createHash('md5').update(body).digest('hex')}"`
const xml = (name: string, content: string) => `<?xml version="1.0"?><${name}>${content}</${name}>`
