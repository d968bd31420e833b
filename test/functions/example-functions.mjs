/* One function for the tests, in the form of Lambda's Node runtimes: what it does is the event's to say. */

export function all(event, context, done) {
  if ('callback' in event) return done(null, { given: event.callback })
  if ('exit' in event) return process.exit(event.exit)
  if ('forever' in event) return new Promise(() => undefined)
  return answer(event, context)
}

async function answer(event, context) {
  if ('fails' in event) throw new RangeError(event.fails)
  if ('large' in event) return 'x'.repeat(event.large)
  if ('context' in event) return seen(context)
  return event.echo
}

function seen({
  functionName,
  functionVersion,
  invokedFunctionArn,
  memoryLimitInMB,
  getRemainingTimeInMillis,
}) {
  return {
    functionName,
    functionVersion,
    invokedFunctionArn,
    memoryLimitInMB,
    remaining: getRemainingTimeInMillis(),
    greeting: process.env.GREETING,
  }
}
