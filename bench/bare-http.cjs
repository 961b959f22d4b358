// A yardstick: a bare node:http server that answers fixed JSON.
const { createServer } = require('node:http');

const HEAD = { 'Content-Type': 'application/json' };
const ANSWER = JSON.stringify({ status: 'ok' });
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { ...HEAD, 'Content-Length': ANSWER.length });
    response.end(ANSWER);
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  const { port } = server.address();
  console.log(JSON.stringify({ event: 'listening', url: `http://127.0.0.1:${port}` }));
});
