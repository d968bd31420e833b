import fc from 'fast-check'
import { expect, test } from 'vitest'
import { protocolOf } from '../../src/http/first-bytes.ts'

test('protocolOf tells TLS, HTTP/2 and HTTP/1.1 by their first bytes', () => {
  expect(protocolOf(Buffer.from([0x16, 3, 1]))).toBe('tls')
  expect(protocolOf(Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'))).toBe('http2')
  expect(protocolOf(Buffer.from('POST / HTTP/1.1\r\n'))).toBe('http1')
  expect(protocolOf(Buffer.from('PROPFIND / HTTP/1.1\r\n'))).toBe('http1')
})

test('protocolOf waits while HTTP/2 and HTTP/1.1 are both possible', () => {
  for (const text of ['', 'P', 'PR']) expect(protocolOf(Buffer.from(text))).toBe('undecided')
  for (const text of ['G', 'PO', 'PU', 'PRO', '\n']) expect(protocolOf(Buffer.from(text))).toBe('http1')
})

test('protocolOf has decided after three bytes and does not change its mind with more', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 3, maxLength: 40 }), (bytes) => {
      const decided = protocolOf(Buffer.from(bytes.subarray(0, 3)))
      expect(decided).not.toBe('undecided')
      expect(protocolOf(Buffer.from(bytes))).toBe(decided)
    }),
  )
})
