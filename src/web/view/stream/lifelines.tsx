import { milliseconds } from '../../model/amounts.ts';
import type { StreamStory } from '../../model/stream-story.ts';
import type { PlacedSpan, StoryLayout } from '../../model/stream-story-layout.ts';
import type { Stall } from '../../model/stream-story-stalls.ts';

interface LifelinesProps {
  readonly layout: StoryLayout;
  readonly story: StreamStory;
  readonly label: string;
}

/** What is behind the steps: the two lines, waiting, stalls, and the deadline. */
export function Lifelines({ layout, story, label }: LifelinesProps) {
  const { height, waiting, stalls, deadline, steps } = layout;
  return (
    <svg class="stream-lifelines" width="100%" height={height} role="img" aria-label={label}>
      <defs>
        <pattern id="stream-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="stream-hatch-stripe" width="2.5" height="5" />
        </pattern>
      </defs>
      <line class="stream-line is-client" x1="0" y1="0" x2="0" y2={height} />
      <line class="stream-line is-server" x1="100%" y1="0" x2="100%" y2={height} />
      {steps.map(({ cutAt, step }) => cutAt !== undefined && <Cut key={step.seq} y={cutAt} />)}
      {waiting !== undefined && <Band x="0" span={waiting} class="stream-waiting" title="waiting for the first byte" />}
      {stalls.map(({ stall, ...span }) => (
        <Band
          key={`${stall.from} ${stall.scope} ${stall.fromMs}`}
          x={stall.from === 'CLIENT' ? '0' : '100%'}
          span={span}
          class="stream-stall"
          title={stallWords(stall)}
        />
      ))}
      {deadline !== undefined && story.deadline !== undefined && (
        <Deadline y={deadline} timeoutMs={story.deadline.timeoutMs} />
      )}
    </svg>
  );
}

/** A thick line: its place may be a percentage, that of a rectangle in the middle of one could not. */
function Band({ x, span, title, ...rest }: { x: string; span: PlacedSpan; class: string; title: string }) {
  return (
    <line class={`stream-band ${rest.class}`} x1={x} x2={x} y1={span.top} y2={span.bottom}>
      <title>{title}</title>
    </line>
  );
}

/** Time is not to scale here: the lines are broken. */
function Cut({ y }: { y: number }) {
  return (
    <>
      {['0', '100%'].map((x) => (
        <line key={x} class="stream-cut-line" x1={x} x2={x} y1={y - 10} y2={y + 10} />
      ))}
    </>
  );
}

function Deadline({ y, timeoutMs }: { y: number; timeoutMs: number }) {
  return (
    <>
      <line class="stream-deadline" x1="0" x2="100%" y1={y} y2={y} />
      <text class="stream-deadline-words" x="50%" y={y + 4} text-anchor="middle">
        deadline {milliseconds(timeoutMs)}
      </text>
    </>
  );
}

const ENDS: { readonly [end in Stall['endedBy']]: string } = {
  credit: 'until WINDOW_UPDATE',
  data: 'at most: credit came unseen, and DATA went on',
  close: 'until the stream ended',
  open: 'and still',
};

function stallWords({ from, scope, fromMs, toMs, endedBy }: Stall): string {
  return `the ${from.toLowerCase()} had used up its window of the ${scope} for ${milliseconds(toMs - fromMs)}, ${ENDS[endedBy]}`;
}
