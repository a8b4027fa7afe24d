import { count } from '../../../formats/text.ts';
import type { StreamPhase, StreamState } from '../../../trace/connection-state.ts';
import { counted, whole } from '../../model/amounts.ts';
import { callName } from '../../model/connection-outcome.ts';
import { ageText } from '../../model/connection-words.ts';
import { useGo } from '../app-context.ts';
import { Panel } from './panel.tsx';

/** RFC 9113 §5.1, by who may still send. */
const PHASES: { readonly [phase in StreamPhase]: string } = {
  OPEN: 'both may send',
  HALF_CLOSED_CLIENT: 'client has said all',
  HALF_CLOSED_SERVER: 'server has said all',
};

/** As many as the waterfall draws. */
const MAX_STREAMS = 200;

/** The streams that are open now, and what each side may still send on them: where a call hangs, it shows here. */
export function OpenStreams({ streams }: { streams: readonly StreamState[] }) {
  const shown = streams.slice(0, MAX_STREAMS);
  return (
    <Panel title="Open streams now" note={count(streams.length, 'stream')}>
      <div class="connection-scroll">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">stream</th>
              <th scope="col">call</th>
              <th scope="col">phase</th>
              <th scope="col" class="number">
                age
              </th>
              <th scope="col" class="number">
                messages → / ←
              </th>
              <th scope="col" class="number side-client">
                client may send
              </th>
              <th scope="col" class="number side-server">
                server may send
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((stream) => (
              <Row key={stream.streamId} stream={stream} />
            ))}
          </tbody>
        </table>
      </div>
      {streams.length > shown.length && (
        <p class="connection-words dim">{counted(streams.length - shown.length, 'more stream')} not shown.</p>
      )}
    </Panel>
  );
}

function Row({ stream }: { stream: StreamState }) {
  const go = useGo();
  const { conn, streamId, method, path, rpc, phase, ageMs, request, response, clientWindow, serverWindow } = stream;
  return (
    <tr class="connections-row">
      <td class="mono">
        <button type="button" class="connections-open" onClick={() => go({ tab: 'streams', conn, streamId })}>
          {streamId}
        </button>
      </td>
      <td class="connection-call mono">{callName(method, path, rpc)}</td>
      <td>{PHASES[phase]}</td>
      <td class="number">{ageText(ageMs)}</td>
      <td class="number">
        {whole(request.messages)} / {whole(response.messages)}
      </td>
      <Window left={clientWindow} isOver={phase === 'HALF_CLOSED_CLIENT'} />
      <Window left={serverWindow} isOver={phase === 'HALF_CLOSED_SERVER'} />
    </tr>
  );
}

/** Who has said all needs no window. */
function Window({ left, isOver }: { left: number; isOver: boolean }) {
  if (isOver) return <td class="number dim">–</td>;
  return (
    <td class="number">
      {left > 0 ? whole(left) : <span class="connection-tone-warning">△ used up: {whole(left)}</span>}
    </td>
  );
}
