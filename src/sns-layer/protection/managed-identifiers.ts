import { isIP } from 'node:net'
import { passesLuhn, passesMod97, passesVinCheck } from './check-digits.ts'

/** Finds data of one type. */
export interface Detector {
  /** `EmailAddress` */
  readonly name: string
  /** Global. Looks at each character a bounded number of times, whatever the text is. */
  readonly pattern: RegExp
  /** Whether a match of the pattern is one. All are by default. */
  isMatch?(text: string): boolean
}

const withoutSpaces = (text: string) => text.replaceAll(/[ -]/g, '')

/** An IBAN of one country, in one piece or in groups. @param length of the whole, by the registry of ISO 13616 */
function iban(country: string, length: number): Detector {
  return {
    name: `BankAccountNumber-${country}`,
    pattern: new RegExp(
      String.raw`(?<![A-Za-z0-9])${country}\d{2}(?: ?[A-Z0-9]){${length - 4}}(?![A-Za-z0-9])`,
      'g',
    ),
    isMatch: (text) => passesMod97(withoutSpaces(text)),
  }
}

/** A key in PEM, as far as the text has it. */
function pem(name: string, label: string): Detector {
  const begin = `-----BEGIN ${label}-----`
  return { name, pattern: new RegExp(`${begin}[^-]*(?:-----END ${label}-----)?`, 'g') }
}

/**
 * The managed data identifiers whose data has a form that can be told from any other, or check digits. The others of AWS's need words around
 * them, or were learned: what they find nobody else can say. Source of the names: SNS Developer Guide, "Sensitive data types: ...".
 */
export const managedIdentifiers: readonly Detector[] = [
  {
    name: 'EmailAddress',
    pattern:
      /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])/g,
  },
  {
    name: 'IpAddress',
    pattern:
      /(?<![0-9A-Za-z.:])[0-9A-Fa-f][0-9A-Fa-f.:]{1,44}(?![0-9A-Za-z:])|(?<![0-9A-Za-z.:])::[0-9A-Fa-f.:]{1,43}(?![0-9A-Za-z:])/g,
    isMatch: (text) => isIP(text.replace(/\.$/, '')) !== 0,
  },
  {
    name: 'CreditCardNumber',
    pattern: /(?<![0-9A-Za-z])[2-6]\d(?:[ -]?\d){11,17}(?![0-9A-Za-z])/g,
    isMatch: (text) => passesLuhn(withoutSpaces(text)),
  },
  {
    name: 'Ssn-US',
    pattern: /(?<![\w-])(?!000|666|9\d\d)\d{3}([ -])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])/g,
  },
  {
    name: 'PhoneNumber-US',
    /* Ten digits in one piece are any number: a country code or separators must be there. */
    pattern: new RegExp(
      [
        String.raw`(?<![\w+])\+1[ .-]?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-]?)[2-9]\d{2}[ .-]?\d{4}(?!\w)`,
        String.raw`(?<!\w)\([2-9]\d{2}\) ?[2-9]\d{2}[ .-]\d{4}(?!\w)`,
        String.raw`(?<![\w.-])[2-9]\d{2}([ .-])[2-9]\d{2}\1\d{4}(?![\w-])`,
      ].join('|'),
      'g',
    ),
  },
  {
    name: 'VehicleIdentificationNumber',
    pattern: /(?<![A-Za-z0-9])[A-HJ-NPR-Z0-9]{17}(?![A-Za-z0-9])/g,
    isMatch: passesVinCheck,
  },
  iban('DE', 22),
  iban('ES', 24),
  iban('FR', 27),
  iban('GB', 22),
  iban('IT', 27),
  pem('OpenSshPrivateKey', 'OPENSSH PRIVATE KEY'),
  pem('PgpPrivateKey', 'PGP PRIVATE KEY BLOCK'),
  pem('PkcsPrivateKey', '(?:RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY'),
]
