/*
 * boto3 with everything of SNS that is about phones: `main.ts PYTHON` starts a server whose gateway and push services are stand-ins of this
 * program, and lets messaging.py call it. The stand-ins tell what they were sent at `/sent`.
 */
import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { createServer } from '../../../src/server/index.ts'
import { startStandIns } from './stand-ins.ts'

const [python = 'python3'] = process.argv.slice(2)
const pem = { type: 'pkcs8', format: 'pem' } as const
const keys = {
  APNS_KEY: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem) as string,
  GOOGLE_KEY: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(pem) as string,
}

const standIns = await startStandIns()
const { url, http2Url } = standIns
const server = await createServer({
  smsGateway: `${url}/sms`,
  smsOriginationNumbers: '+12065550111',
  fcmUrl: url,
  fcmTokenUrl: `${url}/token`,
  admUrl: url,
  apnsUrl: http2Url,
  apnsSandboxUrl: http2Url,
})
const program = fileURLToPath(new URL('messaging.py', import.meta.url))
const child = spawn(python, ['-B', program, server.url, url], {
  stdio: 'inherit',
  env: { ...process.env, ...keys, PYTHONPATH: fileURLToPath(new URL('../python', import.meta.url)) },
})
const status = await new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
await server.close()
standIns.close()
process.exit(status)
