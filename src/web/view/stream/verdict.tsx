import type { ComponentChildren } from 'preact';
import { printable } from '../../../formats/escape.ts';
import type { Side as SideName, Transfer } from '../../../trace/event.ts';
import { bytes, counted, milliseconds } from '../../model/amounts.ts';
import type { StreamStory } from '../../model/stream-story.ts';
import type { Ending } from '../../model/stream-story-ending.ts';
import type { Deadline } from '../../model/stream-story-facts.ts';

/** Of what a peer wrote: the trailers' details have the rest. */
const MAX_MESSAGE_CHARS = 300;

/** How it ended, whose answer that was, whether a retry is safe, and the numbers. */
export function Verdict({ story, isAll }: { story: StreamStory; isAll: boolean }) {
  const { ending } = story;
  return (
    <div class="stream-verdict panel">
      {ending === undefined ? <Unended story={story} /> : <Ended ending={ending} />}
      <Numbers story={story} />
      {story.isCut && (
        <p class="stream-note dim">
          {isAll ? 'Its beginning is not held any more.' : 'It has more events than are read: these are the newest.'}
        </p>
      )}
    </div>
  );
}

function Unended({ story: { isOver, isHttp1, steps } }: { story: StreamStory }) {
  if (!isOver) return <p class="stream-verdict-line">open: no end of it is held</p>;
  const answer = isHttp1 ? steps.findLast(({ from, kind }) => from === 'SERVER' && kind === 'headers') : undefined;
  return <p class="stream-verdict-line">complete{answer === undefined ? '' : ` · ${answer.detail}`}</p>;
}

function Ended({ ending }: { ending: Ending }) {
  const { by, how, outcome, origin, retry, retryIs } = ending;
  const isFailed = outcome.is === 'failed';
  return (
    <>
      <p class="stream-verdict-line">
        <span class={isFailed ? 'error' : 'good'}>
          <span aria-hidden="true">{isFailed ? '◆' : '✓'}</span> {outcome.text}
        </span>
        {' · ended by '}
        <span class={`side-${by.toLowerCase()}`}>{by.toLowerCase()}</span>: {how}
        {isFailed && ` · ${originWords(origin)}`}
        {isFailed && retryIs !== 'unknown' && <span class={RETRY_CLASSES[retryIs]}> · {retry}</span>}
      </p>
      <GrpcMessage ending={ending} />
      {isFailed && <Reasons ending={ending} />}
    </>
  );
}

/** By itself UNKNOWN would not say what of. */
function originWords(origin: string): string {
  return origin === 'UNKNOWN' ? 'origin unknown' : origin;
}

const RETRY_CLASSES = { safe: 'good', unsafe: 'error' } as const;

/** Some servers send the name of the status as its message, which says nothing. */
function GrpcMessage({ ending: { grpcStatus } }: { ending: Ending }) {
  if (grpcStatus === undefined || grpcStatus.message === '' || grpcStatus.message === grpcStatus.name) return null;
  const text = printable(grpcStatus.message);
  return (
    <p class="stream-message mono" title={text}>
      “{text.length > MAX_MESSAGE_CHARS ? `${text.slice(0, MAX_MESSAGE_CHARS)}…` : text}”
    </p>
  );
}

function Reasons({ ending: { stage, origin, originReason, retry, retryReason } }: { ending: Ending }) {
  return (
    <dl class="stream-reasons">
      <dt>when</dt>
      <dd>{stage}</dd>
      <dt>{originWords(origin)}</dt>
      <dd>{originReason}</dd>
      <dt>{retry.replace(/:.*/, '')}</dt>
      <dd>{retryReason}</dd>
    </dl>
  );
}

function Numbers({ story }: { story: StreamStory }) {
  const { durationMs, isOver, firstByte, transfer, deadline, stalls, isHttp1 } = story;
  return (
    <dl class="stream-numbers">
      <Fact name={isOver ? 'duration' : 'so far'}>{milliseconds(durationMs)}</Fact>
      <Fact name="first byte">{firstByte === undefined ? 'none' : milliseconds(firstByte.ms)}</Fact>
      <Sent by="CLIENT" transfer={transfer.CLIENT} isHttp1={isHttp1} />
      <Sent by="SERVER" transfer={transfer.SERVER} isHttp1={isHttp1} />
      {deadline !== undefined && <DeadlineFact deadline={deadline} />}
      {SIDES.filter((side) => stalls.totalMs[side] > 0).map((side) => (
        <Fact key={side} name={`${side.toLowerCase()} waited`} tone="stream-stalled">
          {milliseconds(stalls.totalMs[side])} for window
        </Fact>
      ))}
    </dl>
  );
}

const SIDES: readonly SideName[] = ['CLIENT', 'SERVER'];

function Sent({ by, transfer, isHttp1 }: { by: SideName; transfer: Transfer; isHttp1: boolean }) {
  const messages = isHttp1 ? '' : `${counted(transfer.messages, 'message')}, `;
  return (
    <Fact name={by === 'CLIENT' ? 'client →' : '← server'} tone={`side-${by.toLowerCase()}`}>
      {messages}
      {bytes(transfer.bytes)}
    </Fact>
  );
}

const DEADLINE_WORDS: { readonly [is in Deadline['is']]: string } = {
  passed: 'had passed',
  kept: 'was kept',
  ahead: 'lies ahead',
};

function DeadlineFact({ deadline: { timeoutMs, is } }: { deadline: Deadline }) {
  return (
    <Fact name="deadline" tone={is === 'passed' ? 'error' : ''}>
      {milliseconds(timeoutMs)} {DEADLINE_WORDS[is]}
    </Fact>
  );
}

function Fact({ name, tone = '', children }: { name: string; tone?: string; children: ComponentChildren }) {
  return (
    <div class="stream-fact">
      <dt>{name}</dt>
      <dd class={tone}>{children}</dd>
    </div>
  );
}
