import type { ComponentChildren } from 'preact';

interface PanelProps {
  readonly title: string;
  /** Beside the title, dim. */
  readonly note?: string;
  readonly children: ComponentChildren;
}

export function Panel({ title, note, children }: PanelProps) {
  return (
    <section class="panel connection-panel" aria-label={title}>
      <h3 class="panel-title">
        {title} {note !== undefined && <span class="connection-note">{note}</span>}
      </h3>
      {children}
    </section>
  );
}
