/** Those of a few clients that run one case each; the oldest goes first. */
const MAX_ANSWERS = 64;

/** The interop clients send a timestamp. What is longer is answered anew each time. */
const MAX_REQUEST_BYTES = 1_024;

export interface RecentAnswer {
  readonly answer: string;
  /** undefined: it is new. */
  readonly ageMs: number | undefined;
}

/** @param now in milliseconds, of a clock that does not go back */
export type AnswerTo = (request: Uint8Array, now: number, make: () => string) => RecentAnswer;

/** @returns what `make` gave for the same request in the last `maxAgeMs`, or gives now */
export function createRecentAnswers(maxAgeMs: number): AnswerTo {
  const answers = new Map<string, { readonly answer: string; readonly madeAt: number }>();
  return (request, now, make) => {
    if (request.length > MAX_REQUEST_BYTES) return { answer: make(), ageMs: undefined };
    const key = Buffer.from(request).toString('latin1');
    const known = answers.get(key);
    if (known !== undefined && now - known.madeAt < maxAgeMs) {
      return { answer: known.answer, ageMs: now - known.madeAt };
    }
    // Deleted first, so that the map stays in the order in which answers were made.
    answers.delete(key);
    const [oldest] = answers.keys();
    if (answers.size >= MAX_ANSWERS && oldest !== undefined) answers.delete(oldest);
    const answer = make();
    answers.set(key, { answer, madeAt: now });
    return { answer, ageMs: undefined };
  };
}
