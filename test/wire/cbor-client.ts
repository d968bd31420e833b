import { addExtension, Encoder } from 'cbor-x'

/** A time under tag 1 in milliseconds: cbor-x would count seconds, as RFC 8949 does. */
export class Time {
  readonly ms: number
  constructor(ms: number) {
    this.ms = ms
  }
}
addExtension<Time, number>({
  Class: Time,
  tag: 1,
  encode: ({ ms }, encodeItem) => encodeItem(ms),
  decode: (ms) => new Time(Number(ms)),
})
/** CBOR as a client of AWS speaks it, by a library and not by our own code. */
export const cborClient = new Encoder({ useRecords: false, tagUint8Array: false })
