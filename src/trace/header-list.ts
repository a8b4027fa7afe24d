import type { HeaderField as WireField } from '../wire/hpack/header-field.ts';
import type { HeaderField, HeadersCategory } from './event.ts';
import { categoryOf } from './header-fields.ts';
import { type RequestHead, requestHead } from './request-head.ts';
import { type ResponseHead, responseHead } from './response-head.ts';

/**
 * A header list, and what it says. Steady traffic repeats its lists (recent-lists.ts), so that is read when first asked for, and
 * kept: then the streams and events of many calls share one object for it.
 */
export class HeaderList {
  readonly sent: readonly WireField[];
  /** Without secret values; the same array where there are none. What is shown is taken from here. */
  readonly shown: readonly HeaderField[];
  private knownCategory: HeadersCategory | 'NONE' | undefined = undefined;
  private knownRequest: RequestHead | undefined = undefined;
  private knownResponse: ResponseHead | undefined = undefined;

  constructor(sent: readonly WireField[], shown: readonly HeaderField[]) {
    this.sent = sent;
    this.shown = shown;
  }

  /** undefined where the fields do not tell: trailers, or a list that is not whole. */
  get category(): HeadersCategory | undefined {
    this.knownCategory ??= categoryOf(this.sent) ?? 'NONE';
    return this.knownCategory === 'NONE' ? undefined : this.knownCategory;
  }

  /** What it says as that of a request. */
  get request(): RequestHead {
    this.knownRequest ??= requestHead(this.sent, this.shown);
    return this.knownRequest;
  }

  /** What it says as that of a response, its head or its trailers. */
  get response(): ResponseHead {
    this.knownResponse ??= responseHead(this.sent, this.shown);
    return this.knownResponse;
  }
}
