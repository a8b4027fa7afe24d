import type { ComponentChildren } from 'preact';

/** What stands where nothing is to be shown: why, and what to do. No view is ever without words. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty" role="status">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}
