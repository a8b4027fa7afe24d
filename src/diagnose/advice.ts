import type { Advice } from './rule.ts';

/** A line for each knob: `client, grpc-go: …`. */
export function adviceText(advice: readonly Advice[]): string {
  return advice.map(adviceLine).join('\n');
}

function adviceLine({ side, of, change }: Advice): string {
  return of === undefined ? `${side}: ${change}` : `${side}, ${of}: ${change}`;
}
