import type { ArtifactFormat } from './artifact-identity.js';
import type { FileLayout } from './file-layout.js';
import { QCOW2_CONTENT_BYTES, qcow2Layout } from './qcow2-layout.js';
import { PLAIN_ARTIFACT_MAX_BYTES, rawLayout } from './raw-layout.js';
import { streamVmdkLayout } from './stream-vmdk-layout.js';

/** Whether a content can be brought from one format into the other. */
export const isConvertible = (from: ArtifactFormat, to: ArtifactFormat): boolean =>
  from === to || ((from === 'raw' || from === 'qcow2') && (to === 'raw' || to === 'qcow2'));

/**
 * The layout of a disk that was converted: what a guest reads at each position stays the same.
 * A raw image of a qcow2 has that one's 16 KiB of content and zeros up to the first MiB; a qcow2 of
 * a raw image holds its first MiB. A VMDK is of either, and made to be carried: stream-optimized.
 */
export function convertedLayout(
  from: ArtifactFormat,
  to: ArtifactFormat,
  size: number,
): FileLayout {
  if (from === 'qcow2' && to === 'raw') {
    const { length } = rawLayout(size);
    const source = qcow2Layout(size);
    const content = { start: 0, end: Math.min(QCOW2_CONTENT_BYTES, length) };
    return {
      length,
      structure: [],
      content: length === 0 ? [] : [content],
      streamShift: source.content[0]?.start ?? 0,
    };
  }
  if (from === 'raw' && to === 'qcow2') {
    const layout = qcow2Layout(size, PLAIN_ARTIFACT_MAX_BYTES);
    return { ...layout, streamShift: -(layout.content[0]?.start ?? 0) };
  }
  if (to === 'vmdk' && from === 'qcow2') {
    const [source] = qcow2Layout(size).content;
    return streamVmdkLayout(size, QCOW2_CONTENT_BYTES, source?.start ?? 0);
  }
  if (to === 'vmdk' && from === 'raw') return streamVmdkLayout(size, PLAIN_ARTIFACT_MAX_BYTES, 0);
  throw new RangeError(`a ${from} image cannot be converted to ${to}`);
}
