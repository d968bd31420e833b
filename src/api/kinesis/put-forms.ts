import { hasVectors } from '../../base/index.ts'
import type { Streams } from '../../shards/index.ts'
import type { Protocol } from '../../wire/index.ts'
import { cborPutAnswers } from './cbor-put-answers.ts'
import { CborPutBody } from './cbor-put-body.ts'
import { FramedKernelBody } from './framed/framed-kernel-body.ts'
import { framedPutAnswers } from './framed/framed-put-answers.ts'
import { FramedPutBody } from './framed/framed-put-body.ts'
import { jsonPutAnswers } from './put-answers.ts'
import { PutBody } from './put-body.ts'
import type { PutForm } from './put-form.ts'

/** The forms of puts: JSON where its kernel can be started, CBOR and framed with it or without. */
export function putFormsOver({ batches }: Streams): ReadonlyMap<Protocol['name'], PutForm> {
  const forms = new Map<Protocol['name'], PutForm>()
  const { arena } = batches
  if (hasVectors) {
    forms.set('json', { body: new PutBody(arena, 'json'), answers: jsonPutAnswers })
    forms.set('cbor', { body: new PutBody(arena, 'cbor'), answers: cborPutAnswers })
    forms.set('framed', { body: new FramedKernelBody(arena), answers: framedPutAnswers })
  } else {
    forms.set('cbor', { body: new CborPutBody(), answers: cborPutAnswers })
    forms.set('framed', { body: new FramedPutBody(), answers: framedPutAnswers })
  }
  return forms
}
