export { DataProtection, type ProtectedTexts } from './data-protection.ts'
export type { ProtectionErrorCode } from './errors.ts'
