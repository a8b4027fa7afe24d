import { callAgain } from '../../model/call-again.ts';
import { useAnswer, useApp, useSelect } from '../app-context.ts';

/** The head of a request is its oldest event: of a stream with more than this it is not found, which is said. */
const MAX_EVENTS = 5_000;

/** The request of a stream as a command, fetched when it is asked for. */
export function CallAgainPanel({ conn, streamId }: { conn: string; streamId: number }) {
  const { services, controls } = useApp();
  const opened = useSelect(({ summary }) => summary.connections.find((each) => each.conn === conn)?.opened);
  const { value, error, isLoading } = useAnswer(`call again ${conn} ${streamId}`, (signal) =>
    services.source.ofStream(conn, streamId, MAX_EVENTS, signal),
  );
  const again = value === undefined ? undefined : callAgain(value, opened);
  if (again === undefined) {
    return <p class="detail-note">{isLoading ? 'Fetching the request …' : (error ?? NO_REQUEST)}</p>;
  }
  const { tool, command, notes } = again;
  return (
    <section class="detail-again" aria-label={`the request as a command of ${tool}`}>
      <pre class="detail-text mono">{command}</pre>
      <button type="button" class="button" onClick={() => void controls.copy(command, `the ${tool} command`)}>
        copy {tool}
      </button>
      <ul class="detail-advice dim">
        {notes.map((note, n) => (
          <li key={n}>{note}</li>
        ))}
      </ul>
    </section>
  );
}

const NO_REQUEST = 'The head of the request is no longer held, or was not recorded: there is nothing to send again.';
