import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** A button with a list below it, which a click, Esc, or leaving it closes. */
export function Menu({ label, about, children }: { label: string; about: string; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    box.current?.querySelector<HTMLElement>('.menu-list button, .menu-list input')?.focus();
    const outside = (event: Event) => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) setIsOpen(false);
    };
    addEventListener('pointerdown', outside);
    addEventListener('focusin', outside);
    return () => {
      removeEventListener('pointerdown', outside);
      removeEventListener('focusin', outside);
    };
  }, [isOpen]);

  function pressed(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      setIsOpen(false);
      box.current?.querySelector<HTMLElement>('.menu-button')?.focus();
      event.stopPropagation();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const items = [...(box.current?.querySelectorAll<HTMLElement>('.menu-list button') ?? [])];
      const at = items.indexOf(document.activeElement as HTMLElement);
      items.at((at + (event.key === 'ArrowDown' ? 1 : -1)) % items.length)?.focus();
      event.preventDefault();
      event.stopPropagation();
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons in it.
    <div ref={box} class="menu" onKeyDown={pressed}>
      <button
        type="button"
        class="button menu-button"
        aria-haspopup="true"
        aria-expanded={isOpen}
        title={about}
        onClick={() => setIsOpen(!isOpen)}
      >
        {label} ▾
      </button>
      {isOpen && (
        <fieldset class="menu-list" aria-label={about}>
          {children}
        </fieldset>
      )}
    </div>
  );
}
