/** Of most file systems, in bytes. A character of a key takes 4 at most, or 6 where it is written with percent signs. */
const nameBytesMax = 255
const pieceLength = 40

/**
 * The path of an object within the folder of its bucket. Different keys have different paths, and none leads out of the
 * folder: a part of the key that is `.`, `..` or empty, and characters that no file name can have, are written with
 * percent signs; a part that is too long for a file name is cut into folders that end in one.
 */
export function pathOfKey(key: string): string {
  return key.split('/').map(pathOfPart).join('/')
}

function pathOfPart(part: string): string {
  if (part === '') return '%'
  if (part === '.' || part === '..') return part.replaceAll('.', '%2E')
  const name = part.replaceAll(/[%\\:*?"<>|\p{Cc}]/gu, percentEncoded)
  if (Buffer.byteLength(name) <= nameBytesMax) return name
  const characters = [...part]
  const pieces: string[] = []
  for (let i = 0; i < characters.length; i += pieceLength)
    pieces.push(pathOfPart(characters.slice(i, i + pieceLength).join('')))
  return pieces.join('%/')
}

function percentEncoded(character: string): string {
  const digits = Buffer.from(character).toString('hex').toUpperCase()
  return digits.replaceAll(/../g, '%$&')
}
