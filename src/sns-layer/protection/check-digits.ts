/** Of payment cards (ISO/IEC 7812-1): every second digit from the right doubled, the sum divisible by 10. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const counted = i % 2 === 0 ? digit : digit * 2
    sum += counted > 9 ? counted - 9 : counted
  }
  return sum % 10 === 0
}

/** Of an IBAN (ISO 13616): the first four characters behind the others, letters as 10 to 35, the remainder by 97 is 1. */
export function passesMod97(iban: string): boolean {
  let remainder = 0
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder === 1
}

const vinValues = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ'
const vinWeights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

/** Of a vehicle identification number (49 CFR 565): the weighted sum by 11 is the ninth character, X for 10. */
export function passesVinCheck(vin: string): boolean {
  let sum = 0
  for (const [i, weight] of vinWeights.entries()) sum += (vinValues.indexOf(vin[i]!) % 10) * weight
  return '0123456789X'[sum % 11] === vin[8]
}
