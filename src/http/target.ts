/** Where a request goes, by its path. */
export interface Target {
  readonly environment: string;
  /** Which API it is: ZStack's by addresses or by messages, or the emulator's own. */
  readonly door: 'image' | 'message' | 'control';
  /** What precedes the API's own path: `/zstack`, `/environments/x/zstack` or `/emulator`. */
  readonly context: string;
  /** The API's own path as it came, e.g. `/v1/images`. */
  readonly path: string;
  /** Context of the image API of the same environment: where its jobs are polled. */
  readonly imageContext: string;
  /** Path of the emulator's own API for the environment. */
  readonly controlPath: string;
}

/** The environment at the addresses without a name. */
export const DEFAULT_ENVIRONMENT = 'default';
const IMAGE_CONTEXT = '/zstack';
/** What precedes paths of the emulator's own API that name no environment. */
export const CONTROL_CONTEXT = '/emulator';
const CONTROL_PATH = '/emulator/v1';
const OF_ENVIRONMENT = /^\/environments\/([^/]+)\/zstack(?=\/v1|\/api)/;
/** Where messages go, and where their results are. */
const MESSAGES = /^\/api(?:\/?|\/result\/[^/]+\/?)$/;
/** The same with a slash too many, as of a base address that ends with one. */
const WITH_SLASHES = /^\/+(?:environments\/+([^/]+)\/+)?zstack(?=\/+v1(?:\/|$))/;
const CONTROL_OF_ENVIRONMENT = /^\/emulator\/v1\/environments\/([^/]+)(?=\/.)/;

/**
 * The API and environment that a url is about; undefined when it is about none. `home` is the environment that is
 * meant by addresses that name none: by its own port or its name as a host another one than the default.
 */
export function targetOf(url: string, home = DEFAULT_ENVIRONMENT): Target | undefined {
  const end = url.indexOf('?');
  const path = end === -1 ? url : url.slice(0, end);
  if (path.startsWith('/zstack/v1')) return homeTarget(home, 'image', path);
  if (path.startsWith(CONTROL_PATH)) return controlTargetOf(home, path);
  if (path.startsWith('/zstack/api')) {
    const target = homeTarget(home, 'message', path);
    return MESSAGES.test(target.path) ? target : undefined;
  }
  return namedTargetOf(path) ?? (path.includes('//') ? slashedTargetOf(home, path) : undefined);
}

/** The real system's server takes any number of slashes for one. What follows the context keeps them: texts show it. */
function slashedTargetOf(home: string, path: string): Target | undefined {
  const found = WITH_SLASHES.exec(path);
  if (!found) return undefined;
  const [whole, environment] = found;
  const context = environment === undefined ? IMAGE_CONTEXT : imageContextOf(environment);
  const target = targetOf(`${context}/v1`, home);
  return target && { ...target, path: path.slice(whole.length) };
}

const homeTarget = (home: string, door: Target['door'], path: string): Target => ({
  environment: home,
  door,
  context: IMAGE_CONTEXT,
  path: path.slice(IMAGE_CONTEXT.length),
  imageContext: IMAGE_CONTEXT,
  controlPath: controlPathOf(home),
});

function controlTargetOf(home: string, path: string): Target {
  const named = CONTROL_OF_ENVIRONMENT.exec(path);
  if (named) {
    const [context, environment = ''] = named;
    return {
      environment,
      door: 'control',
      context,
      path: `/v1${path.slice(context.length)}`,
      imageContext: imageContextOf(environment),
      controlPath: context,
    };
  }
  return {
    environment: home,
    door: 'control',
    context: CONTROL_CONTEXT,
    path: path.slice(CONTROL_CONTEXT.length),
    imageContext: IMAGE_CONTEXT,
    controlPath: controlPathOf(home),
  };
}

function namedTargetOf(path: string): Target | undefined {
  const named = OF_ENVIRONMENT.exec(path);
  if (!named) return undefined;
  const [context, environment = ''] = named;
  const own = path.slice(context.length);
  const isMessage = own.startsWith('/api');
  if (isMessage && !MESSAGES.test(own)) return undefined;
  return {
    environment,
    door: isMessage ? 'message' : 'image',
    context,
    path: own,
    imageContext: context,
    controlPath: namedControlPath(environment),
  };
}

/** Addresses of uploads and exports outlive the way on which they were asked for: they name their environment. */
const controlPathOf = (home: string) =>
  home === DEFAULT_ENVIRONMENT ? CONTROL_PATH : namedControlPath(home);
const namedControlPath = (environment: string) => `${CONTROL_PATH}/environments/${environment}`;
const imageContextOf = (environment: string) => `/environments/${environment}/zstack`;
