import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GRACE } from '../../src/environment/place';
import { MOST_DROPPED } from '../../src/http/drop-rest';
import { SEED, TestEmulator } from '../support/emulator';
import { create, done } from '../support/environments';
import { temporaryFolder } from '../support/process';
import { needs } from '../support/tools';
import { openUpload } from '../support/upload';

const run = promisify(execFile);
const MIB = 2 ** 20;
/** Whoever waits for the rest of a body to be dropped waits longer than any client here does. */
MOST_DROPPED.milliseconds = 240_000;
const NOBODY = '0'.repeat(32);

const PYTHON = `
import sys, time
kind, url, length = sys.argv[1], sys.argv[2], int(sys.argv[3])
headers = {'X-IMAGE-UUID': '${NOBODY}', 'X-IMAGE-SIZE': str(length)}
if kind == 'requests':
    import requests
    answer = requests.post(url, files={'file': ('x', b'x' * length)}, headers=headers, timeout=120)
    print(answer.status_code, answer.text)
else:
    import urllib.request, urllib.error
    head = b'--b\\r\\nContent-Disposition: form-data; name="file"; filename="x"\\r\\n\\r\\n'
    headers['Content-Type'] = 'multipart/form-data; boundary=b'
    call = urllib.request.Request(url, head + b'x' * length + b'\\r\\n--b--\\r\\n', headers)
    try:
        urllib.request.urlopen(call, timeout=120)
    except urllib.error.HTTPError as error:
        print(error.code, error.read().decode())
`;

const GO = `
package main

import ("bytes"; "fmt"; "io"; "mime/multipart"; "net/http"; "os"; "strconv"; "time")

func main() {
	length, _ := strconv.Atoi(os.Args[2])
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, _ := form.CreateFormFile("file", "x")
	part.Write(bytes.Repeat([]byte("x"), length))
	form.Close()
	request, _ := http.NewRequest("POST", os.Args[1], &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("X-IMAGE-UUID", "${NOBODY}")
	request.Header.Set("X-IMAGE-SIZE", os.Args[2])
	client := http.Client{Timeout: 120 * time.Second}
	answer, err := client.Do(request)
	if err != nil { fmt.Println(err); return }
	text, _ := io.ReadAll(answer.Body)
	fmt.Println(answer.StatusCode, string(text))
}
`;

const python = needs('python3', ['-c', 'import requests']);
const go = needs('go', ['version']);
const curl = needs('curl');

async function address(): Promise<string> {
  const emulator = await TestEmulator.start();
  const { addresses } = await openUpload(emulator, [SEED.backupStorages.imageStore]);
  return addresses[0] ?? '';
}

/** A client must print the refusal, and wait for nothing, however much it has to send. */
async function expectRefusal(client: (url: string, length: number) => Promise<string>) {
  const url = await address();
  for (const length of [1000, 5 * MIB, 40 * MIB]) {
    const said = await client(url, length);
    expect([length, said.trim()]).toEqual([length, `404 image not found ${NOBODY}`]);
  }
}

describe('a refusal reaches a client that has much to send, at once', () => {
  python.test.each(['requests', 'urllib'])(`Python %s ${python.note}`, async (kind) =>
    expectRefusal(async (url, length) => {
      const { stdout } = await run('python3', ['-c', PYTHON, kind, url, String(length)]);
      return stdout;
    }),
  );

  go.test(`Go ${go.note}`, async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'cache'));
    writeFileSync(join(folder, 'main.go'), GO);
    const program = join(folder, 'client');
    await run('go', ['build', '-o', program, 'main.go'], { cwd: folder });
    await expectRefusal(async (url, length) => (await run(program, [url, String(length)])).stdout);
  });

  curl.test(`curl ${curl.note}`, async () => {
    const file = join(temporaryFolder(), 'file');
    await expectRefusal(async (url, length) => {
      writeFileSync(file, Buffer.alloc(length));
      const headers = ['-H', `X-IMAGE-UUID: ${NOBODY}`, '-H', `X-IMAGE-SIZE: ${length}`];
      const said = [
        '-s',
        '--max-time',
        '120',
        '-w',
        '%{http_code}',
        '-F',
        `file=@${file}`,
        ...headers,
        url,
      ];
      const { stdout } = await run('curl', said);
      return `${stdout.slice(-3)} ${stdout.slice(0, -3)}`;
    });
  });

  test('Node', () =>
    expectRefusal(async (url, length) => {
      const body = new FormData();
      body.append('file', new Blob([Buffer.alloc(length)]), 'x');
      const headers = { 'X-IMAGE-UUID': NOBODY, 'X-IMAGE-SIZE': String(length) };
      const signal = AbortSignal.timeout(120_000);
      const answer = await fetch(url, { method: 'POST', body, headers, signal });
      return `${answer.status} ${await answer.text()}`;
    }));
});

test('the connection of a refused slice serves its client’s next request', async () => {
  const url = new URL(await address());
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n';
  const body = `${head}${'x'.repeat(3 * MIB)}\r\n--b--\r\n`;
  const lines = [
    `POST ${url.pathname} HTTP/1.1`,
    `Host: ${url.host}`,
    'Content-Type: multipart/form-data; boundary=b',
    `X-IMAGE-UUID: ${NOBODY}`,
    'X-IMAGE-SIZE: 5',
    `Content-Length: ${body.length}`,
  ];
  const socket = connect(Number(url.port), url.hostname);
  const refused = `${lines.join('\r\n')}\r\n\r\n${body}`;
  socket.write(`${refused}${refused}GET /healthz HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`);
  let heard = '';
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      if (heard.includes('{"status":"ok"')) resolve();
    });
  });
  socket.destroy();
  expect(heard.match(/HTTP\/1\.1 404/g)).toHaveLength(2);
});

test('bodies that are half sent keep nobody from changing a world as a whole', async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'x' });
  const halves = Array.from({ length: 20 }, (_, i) => {
    const path = ['/zstack/v1/tags', '/emulator/v1/clock/advance'][i % 2];
    const call = request(`${emulator.url}/environments/x${path}`, {
      method: 'POST',
      headers: { 'Content-Length': 100 },
    });
    call.on('error', () => undefined);
    call.write('{"params":');
    return call;
  });
  // The world is awake, and they are in it.
  await emulator.get('/environments/x/zstack/v1/images?limit=1');
  // Whoever waits for them waits longer than a test may take.
  GRACE.milliseconds = 600_000;
  const reset = await done(emulator, 'POST', '/environments/x/reset');
  expect(reset).toMatchObject({ name: 'x' });
  for (const call of halves) call.destroy();
});
