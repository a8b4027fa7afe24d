import { whole } from '../../model/amounts.ts';
import type { StreamStory } from '../../model/stream-story.ts';
import type { Step } from '../../model/stream-story-step.ts';
import { useGo, useSelect } from '../app-context.ts';
import { Side } from '../parts/side.tsx';
import { timeText } from './step-words.ts';

/** The same steps as text, with what the drawing has no place for. */
export function StepTable({ story }: { story: StreamStory }) {
  const seq = useSelect(({ place }) => place.seq);
  return (
    <div class="stream-scroll">
      <table class="table stream-steps">
        <thead>
          <tr>
            <th scope="col" class="number">
              ms
            </th>
            <th scope="col" class="number">
              gap
            </th>
            <th scope="col">from</th>
            <th scope="col">what</th>
            <th scope="col" class="number">
              bytes
            </th>
            <th scope="col" class="number">
              stream window
            </th>
            <th scope="col" class="number">
              connection window
            </th>
          </tr>
        </thead>
        <tbody>
          {story.steps.map((step) => (
            <StepRow key={step.seq} step={step} isSelected={seq !== undefined && step.seqs.includes(seq)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function StepRow({ step, isSelected }: { step: Step; isSelected: boolean }) {
  const go = useGo();
  const { seq, atMs, gapMs, from, label, detail, tone, length, window } = step;
  return (
    <tr class={isSelected ? 'is-selected' : ''}>
      <td class="mono number">{timeText(atMs)}</td>
      <td class="mono number dim">{timeText(gapMs)}</td>
      <td>{from !== undefined && <Side of={from} />}</td>
      <td>
        <button
          type="button"
          class={`filterable stream-tone-${tone}`}
          aria-current={isSelected}
          onClick={() => go({ seq })}
        >
          <b>{label}</b> <span class="mono">{detail}</span>
        </button>
      </td>
      <td class="mono number">{length === undefined ? '' : whole(length)}</td>
      <td class="mono number">{window?.stream === undefined ? '' : whole(window.stream)}</td>
      <td class="mono number">{window === undefined ? '' : whole(window.connection)}</td>
    </tr>
  );
}
