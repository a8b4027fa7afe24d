import { useEffect, useMemo, useState } from 'preact/hooks';
import type { StreamRow } from '../../state/state.ts';
import { useApp } from '../app-context.ts';

/** Open bars grow so often. */
const TICK_MS = 1000;

/**
 * Until when open calls are drawn, in microseconds: now while a server is watched and calls are open, in a file until its last event.
 * A clock of the page that is behind the server's does not draw them shorter than what is known.
 */
export function useNow(streams: readonly StreamRow[]): number {
  const { kind } = useApp().services.source;
  const isGrowing = kind === 'server' && streams.some(({ closed }) => closed === undefined);
  const latest = useMemo(
    () => streams.reduce((most, { opened, closed }) => Math.max(most, opened?.time ?? 0, closed?.time ?? 0), 0),
    [streams],
  );
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isGrowing) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isGrowing]);
  return isGrowing ? Math.max(latest, now * 1000) : latest;
}
