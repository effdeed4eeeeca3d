// What does the usual Node fan-out do? What Redis publishes goes to every open WebSocket.
'use strict';

const { createClient } = require('redis');
const { WebSocketServer } = require('ws');

const [port, redisPort] = process.argv.slice(2).map(Number);
const server = new WebSocketServer({ host: '127.0.0.1', port, perMessageDeflate: false, backlog: 4096 });
const redis = createClient({ url: `redis://127.0.0.1:${redisPort}` });

redis.connect().then(() =>
  redis.subscribe('fan', (frame) => {
    for (const client of server.clients) client.send(frame);
  }),
);
