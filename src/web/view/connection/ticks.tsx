import type { TimeAxis } from '../../model/time-axis.ts';

/** Labels of an axis of time, for eyes: what is drawn above says itself in words. */
export function Ticks({ axis }: { axis: TimeAxis }) {
  return (
    <div class="connection-ticks" aria-hidden="true">
      {axis.ticks.map(({ share, label }) => (
        <span key={label} class={share > 0.9 ? 'connection-tick is-last' : 'connection-tick'} style={left(share)}>
          {label}
        </span>
      ))}
    </div>
  );
}

function left(share: number) {
  return { left: `${share * 100}%` };
}
