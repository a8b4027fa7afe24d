/**
 * The first events of a connection to the admin port, until it is known whose it is. Those of the page that shows the trace are nobody's
 * news: a page that is opened would show half a dozen connections of its own before anything else.
 */

import type { Frame, Http1, TraceEvent } from '../trace/event.ts';

/** A request that is answered has five. Who says more before an answer is told at once. */
const MAX_HELD = 64;

interface RequestHead {
  readonly method: string | undefined;
  readonly names: readonly string[];
}

export class Opening {
  readonly events: TraceEvent[] = [];
  private request: RequestHead | undefined = undefined;
  private isAnswered = false;

  /** @returns whether it is known now that these are to be told. A page is muted before it is answered: what is answered is none */
  take(events: readonly TraceEvent[]): boolean {
    for (const event of events) this.one(event);
    const { request, isAnswered } = this;
    const isOver = this.events.at(-1)?.kind === 'connectionClosed';
    return isOver || isAnswered || this.events.length > MAX_HELD || (request !== undefined && !mayBeOfPage(request));
  }

  private one(event: TraceEvent): void {
    this.events.push(event);
    const head =
      event.kind === 'http1' ? http1Head(event.http1) : event.kind === 'frame' ? http2Head(event.frame) : undefined;
    if (head === 'RESPONSE') this.isAnswered = true;
    else this.request ??= head;
  }
}

function http1Head({ from, stage, startLine, fields = [] }: Http1): RequestHead | 'RESPONSE' | undefined {
  if (stage !== 'HEAD') return undefined;
  if (from === 'SERVER') return 'RESPONSE';
  return { method: startLine.split(' ')[0], names: fields.map(({ name }) => name.toLowerCase()) };
}

function http2Head({ headers }: Frame): RequestHead | 'RESPONSE' | undefined {
  if (headers?.category === 'RESPONSE') return 'RESPONSE';
  if (headers?.category !== 'REQUEST') return undefined;
  const method = headers.fields.find(({ name }) => name === ':method')?.value;
  return { method, names: headers.fields.map(({ name }) => name) };
}

/** What browsers send with what a page asks for; the server looks closer (servers/admin/page-connections.ts), and mutes what is. */
const OF_PAGES = ['sec-fetch-site', 'referer', 'origin'];

function mayBeOfPage({ method, names }: RequestHead): boolean {
  return (method === 'GET' || method === 'HEAD') && names.some((name) => OF_PAGES.includes(name));
}
