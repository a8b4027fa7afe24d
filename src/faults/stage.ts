import type { Stage } from './fault.ts';
import { MAX_MESSAGE_NUMBER } from './limits.ts';
import { wholeNumber } from './number.ts';
import { cut, type Piece } from './piece.ts';
import { refuse } from './refusal.ts';

const STAGES: ReadonlyMap<string, Stage> = new Map<string, Stage>([
  ['once', { at: 'ONCE' }],
  ['before_headers', { at: 'BEFORE_HEADERS' }],
  ['after_headers', { at: 'AFTER_HEADERS' }],
  ['before_trailers', { at: 'BEFORE_TRAILERS' }],
]);

/** As the vocabulary has them. */
export const STAGE_NAMES: readonly string[] = [...STAGES.keys(), 'after_message:N'].map((name) => `@${name}`);

/** @param piece without its @; @throws Refusal */
export function stage(piece: Piece): Stage {
  const [name, number] = cut(piece, ':');
  if (name.text.toLowerCase() === 'after_message' && number !== undefined) {
    return { at: 'AFTER_MESSAGE', message: wholeNumber(number, 1, MAX_MESSAGE_NUMBER) };
  }
  return STAGES.get(piece.text.toLowerCase()) ?? refuse(piece, `one of ${STAGE_NAMES.join(' ')}`);
}
