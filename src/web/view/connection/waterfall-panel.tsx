import { duration } from '../../../formats/text.ts';
import { barWords, type StreamBar, type Waterfall, waterfallWords } from '../../model/connection-bars.ts';
import { offsetText } from '../../model/connection-words.ts';
import { type TimeAxis, timeAxis } from '../../model/time-axis.ts';
import { useGo, useSelect } from '../app-context.ts';
import { Panel } from './panel.tsx';
import { Ticks } from './ticks.tsx';
import { Tone } from './tone.tsx';
import { WaterfallBar } from './waterfall-bar.tsx';
import { Legend } from './waterfall-legend.tsx';

interface WaterfallProps {
  readonly conn: string;
  readonly waterfall: Waterfall;
  readonly isHttp1: boolean;
}

/** The streams of the connection over time, a bar each; a click draws the stream, where streams are drawn. */
export function WaterfallPanel({ conn, waterfall, isHttp1 }: WaterfallProps) {
  const { bars, fromMs, toMs } = waterfall;
  const what = isHttp1 ? 'request' : 'stream';
  if (bars.length === 0) {
    return (
      <Panel title={isHttp1 ? 'Requests' : 'Streams'}>
        <p class="connection-words dim">No {what} in the events that are held.</p>
      </Panel>
    );
  }
  const axis = timeAxis(fromMs, toMs);
  return (
    <Panel
      title={isHttp1 ? 'Requests' : 'Streams'}
      note={`${waterfallWords(waterfall)}; from ${offsetText(fromMs)} on`}
    >
      <Legend />
      <div class="connection-waterfall">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{what}</th>
              <th scope="col">call</th>
              <th scope="col" class="connection-track">
                <span class="visually-hidden">over time</span>
                <Ticks axis={axis} />
              </th>
              <th scope="col" class="number">
                took
              </th>
              <th scope="col">ended</th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <Row key={bar.streamId} conn={conn} bar={bar} axis={axis} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Row({ conn, bar, axis }: { conn: string; bar: StreamBar; axis: TimeAxis }) {
  const go = useGo();
  const isSelected = useSelect(({ place }) => place.conn === conn && place.streamId === bar.streamId);
  const { streamId, name, fromMs, toMs, how, tone, beganBefore } = bar;
  return (
    <tr class={isSelected ? 'connections-row is-selected' : 'connections-row'} title={barWords(bar)}>
      <td class="mono">
        <button type="button" class="connections-open" onClick={() => go({ tab: 'streams', conn, streamId })}>
          {streamId}
        </button>
      </td>
      <td class="connection-call mono">{name ?? <span class="dim">began before what is held</span>}</td>
      <td class="connection-track">
        <WaterfallBar bar={bar} axis={axis} />
      </td>
      <td class="number">
        {beganBefore ? '≥ ' : ''}
        {duration(toMs - fromMs)}
      </td>
      <td>
        <Tone of={tone} text={how} />
      </td>
    </tr>
  );
}
