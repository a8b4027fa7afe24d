import type { ConnectionClosed } from '../../../trace/event.ts';
import { counted } from '../../model/amounts.ts';
import { endFactsOf } from '../../model/connection-facts.ts';
import type { GoawayStep } from '../../model/connection-goaway.ts';
import { endingOf, endingReason, type LifeStep } from '../../model/connection-life.ts';
import type { ConnectionStory } from '../../model/connection-story.ts';
import { offsetText } from '../../model/connection-words.ts';
import { useGo } from '../app-context.ts';
import { Side } from '../parts/side.tsx';
import { FactList } from './facts.tsx';
import { Panel } from './panel.tsx';
import { Tone } from './tone.tsx';

interface LifeProps {
  readonly story: ConnectionStory;
  readonly closed: ConnectionClosed | undefined;
}

/** What happened to the connection as a whole, and how it ended. */
export function Life({ story: { life, lifeLeftOut, goaways }, closed }: LifeProps) {
  return (
    <Panel title={closed === undefined ? 'Its life so far' : 'Its life, and how it ended'}>
      {closed !== undefined && <End closed={closed} />}
      {goaways.length > 0 && (
        <ul class="connection-goaways">
          {goaways.map((goaway) => (
            <Goaway key={goaway.seq} goaway={goaway} />
          ))}
        </ul>
      )}
      <ol class="connection-life">
        {life.map((step) => (
          <Step key={step.seq} step={step} />
        ))}
      </ol>
      {lifeLeftOut > 0 && <p class="connection-words dim">{counted(lifeLeftOut, 'more step')} before its end.</p>}
      {life.length === 0 && closed === undefined && (
        <p class="connection-words dim">Of its opening, its settings and its end no event is held.</p>
      )}
    </Panel>
  );
}

function End({ closed }: { closed: ConnectionClosed }) {
  const { tone, text } = endingOf(closed);
  return (
    <>
      <p class="connection-words">
        <Tone of={tone} text={text} /> <span class="dim">{endingReason(closed)}</span>
      </p>
      <FactList facts={endFactsOf(closed)} />
    </>
  );
}

function Goaway({ goaway: { from, error, isError, about, meaning, debug } }: { goaway: GoawayStep }) {
  return (
    <li>
      <Side of={from} /> GOAWAY <b class={isError ? 'error' : undefined}>{error}</b>: {meaning}; {about}.
      {debug !== '' && (
        <>
          {' '}
          It says <q class="mono">{debug}</q>.
        </>
      )}
    </li>
  );
}

function Step({ step: { seq, atMs, side, text, tone } }: { step: LifeStep }) {
  const go = useGo();
  return (
    <li>
      <button
        type="button"
        class="connection-time mono"
        title={`event ${seq} in the list of frames`}
        onClick={() => go({ tab: 'wire', seq })}
      >
        {offsetText(atMs)}
      </button>
      <span class="connection-side">{side !== undefined && <Side of={side} />}</span>
      <span class="connection-step">{tone === undefined ? text : <Tone of={tone} text={text} />}</span>
    </li>
  );
}
