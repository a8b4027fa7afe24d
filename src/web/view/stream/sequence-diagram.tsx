import { counted, milliseconds } from '../../model/amounts.ts';
import type { StreamStory } from '../../model/stream-story.ts';
import { isUsedUp } from '../../model/stream-story-draft.ts';
import { layoutOf, type PlacedStep } from '../../model/stream-story-layout.ts';
import { useGo, useSelect } from '../app-context.ts';
import { Lifelines } from './lifelines.tsx';
import { stepWords, timeText } from './step-words.ts';

/** Two lifelines, and an arrow for each step; a button each, so that the keyboard reaches them. */
export function SequenceDiagram({ story, name }: { story: StreamStory; name: string }) {
  const layout = layoutOf(story);
  const seq = useSelect(({ place }) => place.seq);
  return (
    <div class="stream-sequence">
      <div class="stream-sides" aria-hidden="true">
        <span class="side-client">client</span>
        <span class="side-server">server</span>
      </div>
      <div class="stream-drawing" style={{ height: `${layout.height}px` }}>
        <Lifelines layout={layout} story={story} label={summaryOf(story, name)} />
        {layout.steps.map((placed) => (
          <SequenceStep
            key={placed.step.seq}
            placed={placed}
            isSelected={seq !== undefined && placed.step.seqs.includes(seq)}
          />
        ))}
      </div>
    </div>
  );
}

const MARKS = { INFO: '○', WARNING: '△', ERROR: '◆' } as const;

function SequenceStep({ placed: { step, y, cutAt }, isSelected }: { placed: PlacedStep; isSelected: boolean }) {
  const go = useGo();
  const { kind, from, label, detail, tone, length, severity, seq } = step;
  const words = stepWords(step);
  const side = from === undefined ? 'none' : from.toLowerCase();
  return (
    <>
      {cutAt !== undefined && (
        <span class="stream-cut" style={{ top: `${cutAt}px` }}>
          … {milliseconds(step.gapMs)} …
        </span>
      )}
      <button
        type="button"
        class={`stream-step stream-step-${kind.replace(' ', '-')} is-from-${side} ${isSelected ? 'is-selected' : ''}`}
        style={{ top: `${y}px` }}
        title={words}
        aria-current={isSelected}
        onClick={() => go({ seq })}
      >
        <span class="stream-time">
          {severity !== undefined && <span class={`severity-${severity.toLowerCase()}`}>{MARKS[severity]} </span>}
          {timeText(step.atMs)}
        </span>
        <span class="stream-lane">
          <span class={`stream-words stream-tone-${tone}`}>
            <b>{label}</b>
            <span class="stream-detail">{detail}</span>
            {isUsedUp(step.window) && <span class="stream-stalled">window used up</span>}
            {length !== undefined && <span class="dim">{length.toLocaleString('en')} B</span>}
          </span>
          <span class="stream-arrow" />
        </span>
      </button>
    </>
  );
}

function summaryOf({ stepCount, durationMs, ending, stalls, isOver }: StreamStory, name: string): string {
  const parts = [
    `Sequence diagram of stream ${name}: ${counted(stepCount, 'step')} between client and server in ${milliseconds(durationMs)}`,
    ending === undefined
      ? isOver
        ? 'complete'
        : 'open'
      : `ended by ${ending.by.toLowerCase()}, ${ending.outcome.text}`,
    stalls.count === 0 ? '' : counted(stalls.count, 'window stall'),
  ];
  return parts.filter((part) => part !== '').join('; ');
}
