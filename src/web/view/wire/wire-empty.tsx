/** In place of rows, where there are none: why, and what to do. */

import type { AppState } from '../../state/state.ts';
import { useApp, useGo } from '../app-context.ts';
import { Empty } from '../parts/empty.tsx';

/** Where the gRPC server listens unless it was told otherwise: docs/configuration.md. */
const GRPC_PORT = 50051;

export function WireEmpty({ state }: { state: AppState }) {
  const { link, rows, place, filterProblem, recording } = state;
  if (filterProblem !== undefined) {
    return (
      <Empty title="The filter is not understood">
        <p>{filterProblem.message}</p>
        <ClearFilter />
      </Empty>
    );
  }
  if (link.is === 'disconnected') {
    return (
      <Empty title="Disconnected">
        <p>{link.reason}. The page tries again by itself; what was recorded meanwhile is shown then.</p>
      </Empty>
    );
  }
  if (link.is === 'connecting') return <Empty title="Connecting …" />;
  if (!rows.isReady)
    return <Empty title="Searching …">{place.filter !== '' && <p class="mono">{place.filter}</p>}</Empty>;
  if (place.filter !== '') {
    return (
      <Empty title="Nothing matches the filter">
        <p>
          <span class="mono">{place.filter}</span>: what comes and matches is shown at once.
        </p>
        <ClearFilter />
      </Empty>
    );
  }
  if (link.is === 'file') return <Empty title="There are no events in this file" />;
  if (recording !== undefined && recording.trace !== 'on') {
    return (
      <Empty title={`Recording is ${recording.trace}`}>
        <p>Nothing is recorded until it is switched on, in the menu “recording” above.</p>
      </Empty>
    );
  }
  return <TryThis host={location.hostname} />;
}

function ClearFilter() {
  const go = useGo();
  return (
    <button type="button" class="button" onClick={() => go({ filter: '' })}>
      show all
    </button>
  );
}

function TryThis({ host }: { host: string }) {
  const { controls } = useApp();
  const at = `${host === '' ? 'localhost' : host}:${GRPC_PORT}`;
  const command = `grpcurl -plaintext -d '{"message":"hello"}' ${at} sre.echo.v1.EchoService/Echo`;
  return (
    <Empty title="No frames yet">
      <p>They are shown as they pass. Try a call:</p>
      <p class="wire-try">
        <code class="mono">{command}</code>{' '}
        <button type="button" class="button" onClick={() => void controls.copy(command, 'the command')}>
          copy
        </button>
      </p>
    </Empty>
  );
}
