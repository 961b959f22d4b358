import { ADMIN_SESSION, SEED } from './emulator';

/** What a page of another site tries: sent to the browser as it stands. Each ends with what it could read. */
const SCRIPT = `
const ended = (element, attributes) => new Promise((resolve) => {
  element.onload = element.onerror = () => resolve(element);
  Object.assign(element, attributes);
  document.body.append(element);
  setTimeout(() => resolve(element), 3000);
});
const read = async (promise) => {
  try {
    const answer = await promise;
    return answer.type === 'opaque' ? 'nothing' : answer.status + ' ' + (await answer.text());
  } catch { return 'nothing'; }
};
let frames = 0;
const submit = async (method, action, enctype, fields) => {
  const name = 'frame' + frames++;
  const frame = Object.assign(document.createElement('iframe'), { name });
  document.body.append(frame);
  const form = Object.assign(document.createElement('form'), { method, action, enctype, target: name });
  for (const [key, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement('input'), { name: key, value, type: 'hidden' }));
  }
  document.body.append(form);
  const loaded = new Promise((resolve) => { frame.onload = resolve; setTimeout(resolve, 3000); });
  form.submit();
  await loaded;
  try { return frame.contentDocument ? frame.contentDocument.body.textContent || 'nothing' : 'nothing'; }
  catch { return 'nothing'; }
};
`;

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

/** Requests that change or tell something if they are taken. */
export const WANTED: readonly Request[] = [
  { method: 'GET', path: '/zstack/v1/images' },
  { method: 'DELETE', path: `/zstack/v1/images/${SEED.images.windows}` },
  { method: 'POST', path: '/zstack/v1/zones', body: { params: { name: 'evil' } } },
  { method: 'GET', path: '/emulator/v1/journal' },
  { method: 'POST', path: '/emulator/v1/clock/advance', body: { by: '100h' } },
  { method: 'POST', path: '/emulator/v1/environments', body: { name: 'evil' } },
  { method: 'POST', path: '/emulator/v1/environments/victim/reset', body: {} },
  { method: 'DELETE', path: '/emulator/v1/environments/victim' },
  { method: 'GET', path: '/emulator/v1/environments/victim/export' },
];

const AUTHORIZED = { Authorization: `OAuth ${ADMIN_SESSION}` };

/**
 * Expressions that a page of another origin evaluates against `target`, by what they are. Each is a promise
 * of a text: what could be read, or `nothing`.
 */
export function attacks(target: string): Record<string, string> {
  const element = (name: string, attributes: object) =>
    `ended(document.createElement('${name}'), ${JSON.stringify(attributes)}).then(() => 'nothing')`;
  const advance = `${target}/emulator/v1/clock/advance?by=100h`;
  const all: Record<string, string> = {
    'an image': element('img', { src: advance }),
    'a script': element('script', { src: `${target}/zstack/v1/images?x=script` }),
    'a style sheet': element('link', { rel: 'stylesheet', href: `${advance}&x=style` }),
    'a frame': element('iframe', { src: `${advance}&x=frame` }),
    'an object': element('object', { data: `${advance}&x=object` }),
    'a beacon': `Promise.resolve(navigator.sendBeacon(${JSON.stringify(advance)}, '{"by":"100h"}')).then(() => 'nothing')`,
    'a web socket': `new Promise((resolve) => { const s = new WebSocket(${JSON.stringify(advance.replace('http', 'ws'))}); s.onopen = () => resolve('open'); s.onerror = () => resolve('nothing'); })`,
    'a stream of events': `new Promise((resolve) => { const s = new EventSource(${JSON.stringify(`${target}/emulator/v1/events`)}); s.onopen = () => resolve('open'); s.onerror = () => { s.close(); resolve('nothing'); }; })`,
    'a form by GET': `submit('get', ${JSON.stringify(advance)}, '', { by: '100h' })`,
    'a form': `submit('post', ${JSON.stringify(advance)}, 'application/x-www-form-urlencoded', { by: '100h' })`,
    'a form of plain text': `submit('post', ${JSON.stringify(`${target}/emulator/v1/environments`)}, 'text/plain', { '{"name":"evil","x":"': '"}' })`,
    'a form with a file': `submit('post', ${JSON.stringify(`${target}/zstack/v1/accounts/login`)}, 'multipart/form-data', { x: 'y' })`,
  };
  for (const { method, path, body } of WANTED) {
    const url = JSON.stringify(target + path);
    const text = body && JSON.stringify(JSON.stringify(body));
    const plain = `{ method: '${method}'${text ? `, body: ${text}` : ''} }`;
    if (method !== 'DELETE') {
      const blind = plain.replace('{', "{ mode: 'no-cors', credentials: 'include',");
      all[`${method} ${path} by a blind fetch`] = `read(fetch(${url}, ${blind}))`;
    }
    all[`${method} ${path} by fetch`] = `read(fetch(${url}, ${plain}))`;
    const signed = plain.replace('{', `{ headers: ${JSON.stringify(AUTHORIZED)},`);
    all[`${method} ${path} by fetch with a session`] = `read(fetch(${url}, ${signed}))`;
  }
  return all;
}

/** What a page of a name that was rebound to the emulator asks for: to the browser it is one of its own. */
export function askedAsOwn(): Record<string, string> {
  const all: Record<string, string> = {};
  for (const { method, path, body } of WANTED) {
    const text = body ? `, body: ${JSON.stringify(JSON.stringify(body))}` : '';
    all[`${method} ${path}`] =
      `read(fetch('${path}', { method: '${method}', headers: ${JSON.stringify(AUTHORIZED)}${text} }))`;
  }
  return all;
}

/** A page of an attacker. */
export const evilPage = `<!doctype html><title>evil</title><body><script>${SCRIPT}</script>`;
