/** How a request was answered: in words where it was not at all. */
export function RequestStatus({ status }: { status: number }) {
  const kind = status === 0 || status >= 400 ? 'bad' : status === 202 ? 'wait' : 'good';
  return <span class={`status ${kind}`}>{status === 0 ? 'cut off' : status}</span>;
}

export const isRefused = (status: number): boolean => status === 0 || status >= 400;

/** `url` without what stands before each path of the image API. */
export const shortUrl = (url: string): string =>
  url.replace(/^(?:\/environments\/[^/]+)?\/zstack\/(?=v1|api)/, '/');

export const milliseconds = (number: number): string =>
  `${number < 10 ? number.toFixed(1) : Math.round(number).toLocaleString('en')} ms`;
