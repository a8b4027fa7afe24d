import type { IsSecret } from '../redaction.ts';
import type { HeaderField as WireField } from '../wire/hpack/header-field.ts';
import type { HeaderList } from './header-list.ts';

/** Request, response and trailers of one method, or the requests of a few. */
const LISTS = 4;

/** A longer list is not likely to come again, and would be held for nothing. */
const MAX_FIELDS = 64;
const MAX_LIST_SIZE = 8 * 1024;

/**
 * The header lists that a direction sent last. Steady traffic repeats its lists: one that comes again, sent in the same way, is
 * redacted and read once, and all its events share one array.
 */
export class RecentLists {
  private lists: HeaderList[] = [];
  private oldest = 0;
  private isSecret: IsSecret | undefined = undefined;

  /** @returns the list with just these fields in the same order, without what `isSecret` hides */
  find(sent: readonly WireField[], isSecret: IsSecret): HeaderList | undefined {
    if (isSecret !== this.isSecret) this.forget(isSecret);
    for (const list of this.lists) if (isSame(list.sent, sent)) return list;
    return undefined;
  }

  /** @param listSize as RFC 9113 §6.5.2 counts it */
  add(list: HeaderList, listSize: number): void {
    if (list.sent.length > MAX_FIELDS || listSize > MAX_LIST_SIZE) return;
    this.lists[this.oldest] = list;
    this.oldest = (this.oldest + 1) % LISTS;
  }

  /** What was redacted by another rule must not be shown any more. */
  private forget(isSecret: IsSecret): void {
    this.isSecret = isSecret;
    this.lists = [];
    this.oldest = 0;
  }
}

function isSame(some: readonly WireField[], others: readonly WireField[]): boolean {
  if (some.length !== others.length) return false;
  for (let i = 0; i < some.length; i++) if (!isSameField(some[i] as WireField, others[i] as WireField)) return false;
  return true;
}

/** HPACK gives the same object for a field that was indexed; the rest, `:path` of most clients for example, comes as text. */
function isSameField(one: WireField, other: WireField): boolean {
  return (
    one === other ||
    (one.value === other.value &&
      one.name === other.name &&
      one.representation === other.representation &&
      one.index === other.index)
  );
}
