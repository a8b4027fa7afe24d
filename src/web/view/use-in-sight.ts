import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A row that was selected by a link, or whose list got smaller because it was selected, is scrolled into sight. */
export function useInSight<E extends Element>(isSelected: boolean): RefObject<E | null> {
  const row = useRef<E | null>(null);
  useEffect(() => {
    if (isSelected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  return row;
}
