import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useApp } from './app-context.ts';

/** Around the page: a file that is dropped on it is shown in place of the server. */
export function FileDrop({ children }: { children: ComponentChildren }) {
  const { controls } = useApp();
  const [isOver, setIsOver] = useState(false);

  function over(event: DragEvent): void {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    setIsOver(true);
  }

  function dropped(event: DragEvent): void {
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    setIsOver(false);
    void controls.openFile(file);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the same is done by the button "open file".
    <div
      class={`page ${isOver ? 'is-over' : ''}`}
      onDragOver={over}
      onDragLeave={(event) => event.relatedTarget === null && setIsOver(false)}
      onDrop={dropped}
    >
      {children}
      {isOver && <div class="page-drop">Drop an NDJSON trace to look at it here. It stays in this browser.</div>}
    </div>
  );
}
