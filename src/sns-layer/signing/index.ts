export { type Seal, Signer, type SignerParts, type SigningCertificate } from './signer.ts'
export type { SignedMembers } from './string-to-sign.ts'
