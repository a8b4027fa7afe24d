import type { ComponentChildren } from 'preact';
import { HATCH } from './hatch.tsx';

/** What the shapes are, for eyes: each bar says itself in words. */
export function Legend() {
  return (
    <ul class="connection-legend" aria-hidden="true">
      <Shape words="waiting for the first byte">
        <rect class="connection-waiting" y="2" width="20" height="8" />
      </Shape>
      <Shape words="DATA of client above, of server below">
        <rect class="connection-data-client" y="1" width="20" height="5" />
        <rect class="connection-data-server" y="6" width="20" height="5" />
      </Shape>
      <Shape words="a window is used up">
        <rect width="20" height="12" fill={HATCH} />
      </Shape>
      <Shape words="message">
        <path class="connection-message-client" d="M6 0V5" />
        <path class="connection-message-server" d="M13 7V12" />
      </Shape>
      <Shape words="ended well, failed">
        <rect class="connection-cap-good" x="4" width="4" height="12" />
        <rect class="connection-cap-error" x="12" width="4" height="12" />
      </Shape>
    </ul>
  );
}

function Shape({ words, children }: { words: string; children: ComponentChildren }) {
  return (
    <li>
      <svg viewBox="0 0 20 12" aria-hidden="true">
        {children}
      </svg>
      {words}
    </li>
  );
}
