/** How near to its limit the memory of the container is. Being near explains memory pressure as well: E5. */

import type { PlaceSample } from '../../facts/place.ts';

/** The kubelet's own threshold for what is soon to be evicted or killed is no fixed one; with less left a burst of payloads is enough. */
export const NEAR = 0.9;

export interface MemoryUse {
  readonly usedBytes: number;
  readonly maxBytes: number;
  readonly share: number;
}

/** @returns undefined where there is no limit, or that is not known */
export function memoryUse({ memory }: PlaceSample): MemoryUse | undefined {
  const { workingSetBytes: usedBytes, maxBytes } = memory ?? {};
  if (usedBytes === undefined || maxBytes === undefined || maxBytes === 0) return undefined;
  return { usedBytes, maxBytes, share: usedBytes / maxBytes };
}

export function isNearLimit(sample: PlaceSample): boolean {
  return (memoryUse(sample)?.share ?? 0) >= NEAR;
}
