import net from 'node:net'

/**
 * All direct connections are read into this one buffer, piece after piece. `net` would take 64 KiB of new memory for each
 * read, and at 140 MB/s of bodies the collector would mark the whole heap eight times a second only to give
 * it back: a third of the CPU time of a PutRecords.
 */
const readBuffer = Buffer.allocUnsafeSlow(256 * 1024)

/**
 * Takes the connection of `socket` over. `onBytes` gets what comes, in a view that is good until it returns, and says
 * whether to go on reading; `resume` of the returned socket begins, and goes on after that.
 *
 * Node lets a client choose the buffer (`onread`), but not a server: so a new `net.Socket` is made on the handle of the
 * old one, a field that Node does not document. Without it the connection works as well, at the price above.
 */
export function adoptSocket(socket: net.Socket, onBytes: (bytes: Buffer) => boolean): net.Socket {
  const owner = socket as unknown as { _handle?: object | null }
  const handle = owner._handle
  if (typeof handle?.constructor !== 'function' || handle.constructor.name !== 'TCP')
    return listen(socket, onBytes)
  owner._handle = null
  const options = {
    handle,
    allowHalfOpen: true,
    onread: {
      buffer: readBuffer,
      callback: (size: number) => onBytes(readBuffer.subarray(0, size)),
    },
  }
  const adopted = new net.Socket(options as net.SocketConstructorOpts)
  /* The old one is what the server counts as its connection. */
  adopted.once('close', () => socket.destroy())
  return adopted
}

function listen(socket: net.Socket, onBytes: (bytes: Buffer) => boolean): net.Socket {
  socket.allowHalfOpen = true
  return socket.pause().on('data', (bytes: Buffer) => {
    if (!onBytes(bytes)) socket.pause()
  })
}
