/** The releases that are told apart, the lines of ZStack Cloud in their order; the ZSphere line is beside them. */
export const RELEASES = [
  '4.3.36',
  '4.4.65',
  '4.5.11',
  '4.6.32',
  '4.7.24',
  '4.8.22',
  '5.0.0',
  '5.1.30',
  '5.2.1',
  '5.3.0',
  'zsv_4.10.0',
] as const;

export type Release = (typeof RELEASES)[number];

/** The release whose open source is the measure of everything here. */
export const CURRENT_RELEASE: Release = '5.3.0';

/** A release by its line, as people write it: `4.8`, `5.3`, `zsv-4.10`; or by its whole name. */
export function releaseNamed(text: string): Release | undefined {
  const asked = text.replace('_', '-');
  return RELEASES.find((name) => asked === name.replace('_', '-') || asked === shortName(name));
}

/** How a release is written in settings, seeds and documents: `4.8`, `zsv-4.10`. */
export const shortName = (release: Release): string =>
  release.replace(/\.\d+$/, '').replace('_', '-');

/** All of them so. */
export const RELEASE_NAMES: readonly string[] = RELEASES.map(shortName);
