// The yardstick: a bare Express 5 that echoes JSON.
const express = require('express');

const app = express();
app.post('/', express.json(), (request, response) => response.json(request.body));
app.get('/', (_request, response) => response.json({ status: 'ok' }));
const server = app.listen(Number(process.env.PORT), '127.0.0.1', () => {
  const { port } = server.address();
  console.log(JSON.stringify({ event: 'listening', url: `http://127.0.0.1:${port}` }));
});
