export const ELLIPSIS = '…';

/** @returns at most `max` characters, and an ellipsis where that is not all. What is cut off is not kept alive by what is left. */
export function boundedText(text: string, max: number): string {
  // V8's slice refers to the whole; a string that was joined does not.
  return text.length <= max ? text : `${Array.from(text.slice(0, max)).join('')}${ELLIPSIS}`;
}
