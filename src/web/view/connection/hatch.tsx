/** What stalls are filled with: a pattern that the drawings of this view refer to. */
export const HATCH = 'url(#connection-hatch)';

/** To be drawn once, before them. */
export function HatchDefinition() {
  return (
    <svg class="connection-definitions" width="0" height="0" aria-hidden="true">
      <defs>
        <pattern id="connection-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="connection-hatch-ground" width="6" height="6" />
          <rect class="connection-hatch-line" width="3" height="6" />
        </pattern>
      </defs>
    </svg>
  );
}
