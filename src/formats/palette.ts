/** Colours of the pretty format: one for each side, used everywhere, and as little else as possible. */

import type { Side } from '../trace/event.ts';

export interface Palette {
  /** What a side did. The colours are nghttp's for what it receives and sends. */
  side(side: Side, text: string): string;
  /** What a reader skips at first. */
  dim(text: string): string;
  warning(text: string): string;
  error(text: string): string;
}

export const plainPalette: Palette = {
  side: (_, text) => text,
  dim: (text) => text,
  warning: (text) => text,
  error: (text) => text,
};

/** ANSI X3.64 colours 0 to 7, which every terminal theme adapts to its background. */
export const ansiPalette: Palette = {
  side: (side, text) => sgr(side === 'CLIENT' ? '36' : '35', text),
  dim: (text) => sgr('2', text),
  warning: (text) => sgr('33', text),
  error: (text) => sgr('31', text),
};

/** Select Graphic Rendition, ECMA-48 §8.3.117. */
function sgr(parameters: string, text: string): string {
  return text === '' ? '' : `\x1b[${parameters}m${text}\x1b[0m`;
}
