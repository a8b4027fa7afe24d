import { takeCallFacts } from '../call-facts.ts';

/** Of each message of a call, in their order: whether it came compressed. undefined where nobody saw. */
export type CameCompressed = () => boolean | undefined;

/** To be called once for a call. */
export function cameCompressedOf(call: object): CameCompressed {
  const facts = takeCallFacts(call);
  if (facts === undefined) return () => undefined;
  const { prefixes } = facts;
  // Without prefixes none can have been.
  return prefixes === undefined ? () => false : () => prefixes.next()?.compressed;
}
