import net from 'node:net'

/**
 * All direct connections are read into this one buffer, piece after piece, but for what has a place already. `net` would take 64 KiB of new memory for each
 * read, and at 140 MB/s of bodies the collector would mark the whole heap eight times a second only to give
 * it back: a third of the CPU time of a PutRecords.
 */
const readBuffer = Buffer.allocUnsafeSlow(256 * 1024)

/** Who reads a connection. */
export interface BytesTaker {
  /** Gets what has come, in a view that is good until it returns. @returns whether to go on reading */
  onBytes(bytes: Buffer): boolean
  /** Asked after each `onBytes`: where the next bytes are to go, if not anywhere. It is theirs until they have come. */
  placeForBytes(): Buffer | undefined
}

/**
 * Takes the connection of `socket` over for `taker`. `resume` of the returned socket begins, and goes on when reading was
 * ended.
 *
 * Node lets a client choose the buffer (`onread`), but not a server: so a new `net.Socket` is made on the handle of the
 * old one, a field that Node does not document. Without it the connection works as well, at the price above.
 */
export function adoptSocket(socket: net.Socket, taker: BytesTaker): net.Socket {
  const owner = socket as unknown as { _handle?: object | null }
  const handle = owner._handle
  if (typeof handle?.constructor !== 'function' || handle.constructor.name !== 'TCP')
    return listen(socket, taker)
  owner._handle = null
  const options = {
    handle,
    allowHalfOpen: true,
    onread: {
      buffer: placesOf(taker),
      callback: (size: number, place: Buffer) => taker.onBytes(place.subarray(0, size)),
    },
  }
  const adopted = new net.Socket(options as net.SocketConstructorOpts)
  /* The old one is what the server counts as its connection. */
  adopted.once('close', () => socket.destroy())
  return adopted
}

/** What Node asks for the buffer, at the beginning and after each read; undefined leaves it as it is. */
function placesOf(taker: BytesTaker): () => Buffer | undefined {
  let last: Buffer | undefined
  return () => {
    const next = taker.placeForBytes() ?? readBuffer
    if (next === last) return undefined
    last = next
    return next
  }
}

function listen(socket: net.Socket, taker: BytesTaker): net.Socket {
  socket.allowHalfOpen = true
  return socket.pause().on('data', (bytes: Buffer) => {
    if (!taker.onBytes(bytes)) socket.pause()
  })
}
