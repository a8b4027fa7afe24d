import type { StreamFacts } from '../../facts/stream.ts';

/** The frames that show how a stream came to its end: its request, its response, who reset it. */
export function evidenceOf({ requestSeq, responseSeq, trailersSeq, resets, server }: StreamFacts): number[] {
  const { CLIENT, SERVER } = resets;
  const seqs = [requestSeq, responseSeq, server.lastSeq, trailersSeq, CLIENT?.seq ?? 0, SERVER?.seq ?? 0];
  return [...new Set(seqs)].filter((seq) => seq > 0).sort((a, b) => a - b);
}
