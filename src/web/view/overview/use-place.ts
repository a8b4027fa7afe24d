/** The place of the server, looked at again and again. */

import { useRef } from 'preact/hooks';
import { lookBefore, withLook } from '../../model/place-figures.ts';
import { type PlaceWord, placeWords } from '../../model/place-words.ts';
import type { EnvJson } from '../../source/server-json.ts';
import { useAnswer, useApp } from '../app-context.ts';

/** As often as the server's own rules look. */
const LOOK_MS = 5000;

export interface PlaceLook {
  readonly env: EnvJson | undefined;
  readonly words: readonly PlaceWord[];
  readonly error: string | undefined;
}

/** Of a server; of a file nothing is known. */
export function usePlace(): PlaceLook {
  const { source } = useApp().services;
  const { server } = source;
  const key = `env ${source.kind} ${source.name}`;
  const answer = useAnswer(key, async (signal) => server?.env(signal), server === undefined ? undefined : LOOK_MS);
  const looks = useRef<readonly EnvJson[]>([]);
  const env = answer.value;
  if (env !== undefined && looks.current.at(-1) !== env) looks.current = withLook(looks.current, env);
  return { env, words: env === undefined ? [] : placeWords(lookBefore(looks.current), env), error: answer.error };
}
