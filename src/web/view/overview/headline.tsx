import { counted } from '../../model/amounts.ts';
import { type PlaceWord, placeVerdict, type Tone } from '../../model/place-words.ts';
import { headlineOf } from '../../model/rates.ts';
import type { Summary } from '../../state/state.ts';

/** A shape beside each colour. */
const MARKS: { readonly [T in Tone]: string } = { good: '●', plain: '○', warning: '△', error: '◆' };

export interface HeadlineProps {
  readonly summary: Summary;
  readonly end: number;
  readonly place: readonly PlaceWord[];
  readonly isFile: boolean;
}

/** The answer in a sentence, and in a smaller one what was found and whether it is the place. */
export function Headline({ summary, end, place, isFile }: HeadlineProps) {
  const { words, tone } = headlineOf(summary, end, isFile ? 'the last minute of the recording' : 'the last minute');
  const verdict = placeVerdict(place);
  return (
    <header class="overview-headline">
      <h2 class={`overview-sentence overview-${tone}`}>
        <Mark of={tone} /> {words}
      </h2>
      <p class="overview-verdict">
        {foundWords(summary)}
        {place.length > 0 && (
          <span class={verdict.tone === 'good' ? 'dim' : `overview-${verdict.tone}`}>
            {' · '}
            <Mark of={verdict.tone} /> {verdict.words}
          </span>
        )}
      </p>
    </header>
  );
}

export function Mark({ of }: { of: Tone }) {
  return (
    <span class={`overview-${of}`} aria-hidden="true">
      {MARKS[of]}
    </span>
  );
}

function foundWords({ findings }: Summary): string {
  const severities = findings.map(({ finding }) => finding.severity);
  const errors = severities.filter((severity) => severity === 'ERROR').length;
  const warnings = severities.filter((severity) => severity === 'WARNING').length;
  if (errors + warnings === 0) return 'The diagnosis has found nothing wrong';
  return `The diagnosis has found ${counted(errors, 'error')} and ${counted(warnings, 'warning')}`;
}
