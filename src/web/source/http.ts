/** Questions to the admin API. What goes wrong is told in words: what was asked, the status, what the server said. Nothing is retried. */

import type { TraceEvent } from '../../trace/event.ts';
import { eventOfLine } from '../model/event-json.ts';
import { linesOf } from './lines.ts';
import { FilterRefused, SourceError } from './source.ts';

/** `fetch` of the page, as far as it is used. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export interface Http {
  /** An answer of whatever status. @param path below the page's own address. @throws SourceError where none comes */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** @throws FilterRefused, SourceError */
  json(path: string, init?: RequestInit): Promise<unknown>;
  /** @returns undefined where there is no such thing: 404. @throws SourceError */
  jsonOrNone(path: string, init?: RequestInit): Promise<unknown>;
  /** Of an answer in NDJSON, as they come. @throws FilterRefused, SourceError */
  events(path: string, signal: AbortSignal | undefined): Promise<readonly TraceEvent[]>;
}

/** A message of 1 MiB, the most that --payload-bytes keeps, in base64 and as text with every character escaped. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** What is shown of an answer that is none of the server's: somebody in between wrote it, maybe a page. */
const MAX_SHOWN_CHARACTERS = 200;

/** @param base the page's own address; what is asked is below its folder */
export function createHttp(base: string, fetch: Fetch): Http {
  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    try {
      return await fetch(urlBelow(base, path), init);
    } catch (error) {
      throw lost(path, 'got no answer', error, init.signal);
    }
  }

  async function good(path: string, init: RequestInit): Promise<Response> {
    const response = await ask(path, init);
    if (!response.ok) throw await failureOf(path, response);
    return response;
  }

  async function parsed(path: string, response: Response, { signal }: RequestInit): Promise<unknown> {
    const text = await response.text().catch((error) => {
      throw lost(path, 'was not answered to the end', error, signal);
    });
    try {
      return JSON.parse(text);
    } catch {
      throw new SourceError(`${nameOf(path)} was answered with what is no JSON: ${shown(text)}`);
    }
  }

  return {
    ask,
    json: async (path, init = {}) => parsed(path, await good(path, init), init),
    async jsonOrNone(path, init = {}) {
      const response = await ask(path, init);
      if (response.status === 404) return undefined;
      if (!response.ok) throw await failureOf(path, response);
      return parsed(path, response, init);
    },
    async events(path, signal) {
      const { body } = await good(path, initOf(signal));
      const events: TraceEvent[] = [];
      if (body === null) return events;
      try {
        for await (const lines of linesOf(body, MAX_LINE_BYTES)) takeEvents(lines, events);
      } catch (error) {
        throw lost(path, `was not answered to the end, but for ${events.length} events`, error, signal);
      }
      return events;
    },
  };
}

/** Without a user and a password, which `fetch` refuses in a URL: the browser has them from the page, and sends them by itself. */
export function urlBelow(base: string, path: string): string {
  const url = new URL(path, base);
  url.username = '';
  url.password = '';
  return url.href;
}

/** "api/trace?filter=kind…": what is undefined is left out. */
export function pathOf(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, String(value));
  return asked.size === 0 ? path : `${path}?${asked}`;
}

export function initOf(signal: AbortSignal | undefined): RequestInit {
  return signal === undefined ? {} : { signal };
}

const decoder = new TextDecoder();

function takeEvents(lines: readonly Uint8Array[], into: TraceEvent[]): void {
  for (const line of lines) {
    const event = eventOfLine(decoder.decode(line));
    if (event !== undefined) into.push(event);
  }
}

/** Who asked and wants no answer any more is told so, as by `fetch`: that is no failure. */
function lost(path: string, what: string, error: unknown, signal: AbortSignal | null | undefined): unknown {
  if (signal?.aborted === true) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new SourceError(`${nameOf(path)} ${what}: ${why}`);
}

/** What an answer that is no good says. */
async function failureOf(path: string, response: Response): Promise<FilterRefused | SourceError> {
  const { message, position } = await saidBy(response);
  if (response.status === 400 && position !== undefined) {
    return new FilterRefused({ message: message.replace(FILTER_REFUSED, ''), position });
  }
  const status = `${response.status} ${response.statusText}`.trim();
  return new SourceError(`${nameOf(path)} was answered with ${status}: ${message}`);
}

/** Where it is refused is shown in the text itself. */
const FILTER_REFUSED = /^filter refused at (?:line \d+, )?character \d+: /;

interface Said {
  readonly message: string;
  readonly position: number | undefined;
}

/** The server's own answers have the shape of fastify's errors. */
export async function saidBy(response: Response): Promise<Said> {
  const text = await response.text().catch(() => '');
  const { message, position } = errorJson(text);
  return {
    message: typeof message === 'string' ? message : shown(text),
    position: typeof position === 'number' ? position : undefined,
  };
}

function errorJson(text: string): { readonly message?: unknown; readonly position?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function shown(text: string): string {
  const words = text.trim();
  if (words === '') return 'nothing was said about it';
  if (words.startsWith('<')) return 'a page of HTML came, which something between here and the server wrote';
  return words.length > MAX_SHOWN_CHARACTERS ? `${words.slice(0, MAX_SHOWN_CHARACTERS)}…` : words;
}

function nameOf(path: string): string {
  return path.replace(/\?.*$/s, '');
}
