/** The server's clock, as far as the page can tell it: the one of the page may be wrong by minutes. */

import { useEffect, useRef, useState } from 'preact/hooks';

/** @param serverNow its clock when it was asked. @returns milliseconds since the Unix epoch, each second again */
export function useClock(serverNow: number | undefined): number {
  const [now, setNow] = useState(Date.now);
  const asked = useRef({ serverNow, ahead: 0 });
  if (serverNow !== undefined && asked.current.serverNow !== serverNow) {
    asked.current = { serverNow, ahead: serverNow - Date.now() };
  }
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now + asked.current.ahead;
}
