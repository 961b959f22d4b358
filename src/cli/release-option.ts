import { Option } from 'commander';
import { RELEASE_NAMES } from '../core/releases.js';

/** `--release`, with the releases for completion; one that there is not is refused where it is used, with what is near. */
export function releaseOption(description: string): Option {
  const option = new Option('--release <release>', description);
  option.argChoices = [...RELEASE_NAMES];
  return option;
}
