// What does a web page do? It connects as the options say, and prints what it hears.
'use strict'

const { Client } = require('@stomp/stompjs')
const SockJS = require('sockjs-client')
Object.assign(globalThis, { WebSocket: require('ws').WebSocket })

const options = JSON.parse(process.argv[2])
const say = (event, more) => console.log(JSON.stringify({ event, ...more }))
const seen = {}

const client = new Client({
  connectHeaders: options.token ? { Authorization: `Bearer ${options.token}` } : {},
  reconnectDelay: 100,
  heartbeatIncoming: options.beat,
  heartbeatOutgoing: options.beat,
  forceBinaryWSFrames: options.binary,
  splitLargeFrames: true,
  onConnect: frame => {
    say('connected', { headers: frame.headers })
    for (const destination of options.destinations) subscribe(destination)
  },
  onStompError: frame => say('error', { headers: frame.headers }),
  onWebSocketClose: event => say('closed', { code: event.code, reason: event.reason }),
})
if (options.sockjs) {
  const base = `http://${options.address}/wc`
  client.webSocketFactory = () => new SockJS(base, null, { transports: [options.sockjs] })
} else {
  client.brokerURL = `ws://${options.address}/ws`
}

function subscribe (destination) {
  const receipt = `subscribed-${destination}`
  client.watchForReceipt(receipt, frame => {
    seen[destination] ??= frame.headers['last-message-id']
    say('subscribed', { destination })
  })
  const headers = seen[destination] ? { 'last-message-id': seen[destination] } : {}
  client.subscribe(destination, message => {
    seen[destination] = message.headers['message-id']
    say('message', { headers: message.headers, body: JSON.parse(message.body) })
  }, { ...headers, receipt })
}

client.activate()
process.stdin.resume()
process.stdin.on('end', async () => {
  await client.deactivate()
  say('deactivated')
  process.exit(0)
})
