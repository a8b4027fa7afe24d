/** The first thing that is seen: is something wrong, and is it the network, the application, or the place the server runs in. */

import { endOf } from '../../model/rates.ts';
import { useApp, useSelect } from '../app-context.ts';
import { Empty } from '../parts/empty.tsx';
import { useClock } from '../use-clock.ts';
import { Cards } from './cards.tsx';
import { FindingsPanel } from './findings-panel.tsx';
import { Headline } from './headline.tsx';
import { MethodsPanel } from './methods-panel.tsx';
import { PlacePanel } from './place-panel.tsx';
import { RateChart } from './rate-chart.tsx';
import { usePlace } from './use-place.ts';

export function OverviewTab() {
  const { source } = useApp().services;
  const summary = useSelect((state) => state.summary);
  const place = usePlace();
  const clock = useClock(place.env?.atMs);
  const isFile = source.kind === 'file';
  // A recording ends with what ended last in it, whatever the time is.
  const end = endOf(summary.seconds, isFile ? undefined : clock / 1000 - 1);
  const isEmpty = summary.seconds.length === 0 && summary.streams.length === 0;
  return (
    <section class="overview" aria-label="Overview">
      <Headline summary={summary} end={end} place={place.words} isFile={isFile} />
      <Cards summary={summary} end={end} />
      <div class="overview-columns">
        <div class="overview-column">
          {isEmpty ? <NoCalls isFile={isFile} /> : <RateChart seconds={summary.seconds} end={end} isFile={isFile} />}
          <MethodsPanel methods={summary.methods} />
        </div>
        <div class="overview-column">
          <FindingsPanel findings={summary.findings} now={isFile ? undefined : clock} />
          <PlacePanel place={place} isFile={isFile} />
        </div>
      </div>
    </section>
  );
}

function NoCalls({ isFile }: { isFile: boolean }) {
  return (
    <div class="panel">
      <Empty title={isFile ? 'This recording has no calls' : 'No calls yet'}>
        {isFile ? (
          <p>It may have connections and frames all the same: Wire lists them.</p>
        ) : (
          <p>
            They are counted here as they end. Try:{' '}
            <code class="mono">
              {'grpcurl -plaintext -d \'{"message":"hello"}\' localhost:50051 sre.echo.v1.EchoService/Echo'}
            </code>
          </p>
        )}
      </Empty>
    </div>
  );
}
