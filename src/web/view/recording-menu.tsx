import { useApp, useSelect } from './app-context.ts';
import { Menu } from './parts/menu.tsx';

/** What of the traffic is recorded, for all who look: docs/live.md, "What is recorded". */
export function RecordingMenu() {
  const { controls } = useApp();
  const recording = useSelect((state) => state.recording);
  if (recording === undefined) return null;
  const isOn = recording.trace === 'on';
  return (
    <Menu label={isOn ? 'recording' : `recording ${recording.trace}`} about="what is recorded, for all who look">
      <p class="menu-words">
        {isOn
          ? 'Every frame of traced connections is recorded.'
          : 'Connections are read, and not recorded: it can be switched on at any time.'}
      </p>
      <button type="button" class="menu-item" onClick={() => void controls.setTrace(isOn ? 'paused' : 'on')}>
        {isOn ? 'stop recording' : 'record'}
      </button>
      <form
        class="menu-form"
        onSubmit={(event) => {
          event.preventDefault();
          const bytes = new FormData(event.currentTarget).get('bytes');
          void controls.setPayloadBytes(Number(bytes));
        }}
      >
        <label>
          bytes kept of each payload{' '}
          <input class="mono" name="bytes" type="number" min="0" max="1048576" value={recording.payloadBytes} />
        </label>
        <button type="submit" class="button">
          set
        </button>
      </form>
      <p class="menu-words dim">
        Hidden values:{' '}
        {recording.redactHeaders.length === 0 ? 'those of the server' : recording.redactHeaders.join(', ')}.{' '}
        {recording.sampleOneIn === 1 ? 'Every connection' : `One connection in ${recording.sampleOneIn}`} is recorded.
      </p>
    </Menu>
  );
}
