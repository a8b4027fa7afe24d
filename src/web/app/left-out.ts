import type { FileSource } from '../source/file-source.ts';

/** What of a file is not shown, in words. @returns undefined where all of it is */
export function leftOutWords({
  earlierLines,
  repeatedLines,
}: Pick<FileSource, 'earlierLines' | 'repeatedLines'>): string | undefined {
  const parts = [
    earlierLines === 0
      ? ''
      : `The file has several runs of a server: the last one is shown. head -n ${earlierLines} has those before it.`,
    repeatedLines === 0 ? '' : `${repeatedLines} events are in it more than once, and are shown once.`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.join(' ');
}
