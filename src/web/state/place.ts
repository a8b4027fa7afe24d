/**
 * The place in the address of the page: `#/wire?filter=type%3APING&seq=48196&conn=c3&stream=5&time=delta`. What is as it is by default is
 * left out. Anybody may have typed it: what is not understood is as if it was not there.
 */

import { type Place, TABS, type Tab, type TimeMode } from './state.ts';

export const DEFAULT_PLACE: Place = {
  tab: 'overview',
  filter: '',
  seq: undefined,
  conn: undefined,
  streamId: undefined,
  finding: undefined,
  time: 'offset',
};

const TIMES: readonly TimeMode[] = ['offset', 'delta', 'clock'];

/** Names are "c123" and "f12": ten times that is none of ours. */
const MAX_NAME_CHARS = 64;

/** RFC 9113 §5.1.1: 31 bits. */
const MAX_STREAM_ID = 2 ** 31 - 1;

/** @param hash as `location.hash` has it. Never throws: bad percent-encoding is text */
export function placeOf(hash: string): Place {
  const [, path = '', query = ''] = /^#?\/?([^?]*)(?:\?(.*))?$/s.exec(hash) ?? [];
  const params = new URLSearchParams(query);
  return {
    tab: TABS.find((tab) => tab === path) ?? DEFAULT_PLACE.tab,
    filter: params.get('filter') ?? DEFAULT_PLACE.filter,
    seq: wholeNumber(params.get('seq'), 1, Number.MAX_SAFE_INTEGER),
    conn: name(params.get('conn')),
    streamId: wholeNumber(params.get('stream'), 0, MAX_STREAM_ID),
    finding: name(params.get('finding')),
    time: TIMES.find((time) => time === params.get('time')) ?? DEFAULT_PLACE.time,
  };
}

/** @returns with "#" */
export function hashOf({ tab, filter, seq, conn, streamId, finding, time }: Place): string {
  const params = new URLSearchParams();
  if (filter !== DEFAULT_PLACE.filter) params.set('filter', filter);
  if (seq !== undefined) params.set('seq', String(seq));
  if (conn !== undefined) params.set('conn', conn);
  if (streamId !== undefined) params.set('stream', String(streamId));
  if (finding !== undefined) params.set('finding', finding);
  if (time !== DEFAULT_PLACE.time) params.set('time', time);
  const query = params.toString();
  return query === '' ? path(tab) : `${path(tab)}?${query}`;
}

/** Whether going from one to the other is no step that Back would undo: a walk through rows makes no history. */
export function isSamePage(one: Place, other: Place): boolean {
  return (
    one.tab === other.tab &&
    one.conn === other.conn &&
    one.streamId === other.streamId &&
    one.finding === other.finding &&
    one.filter === other.filter
  );
}

function path(tab: Tab): string {
  return `#/${tab}`;
}

function wholeNumber(text: string | null, least: number, most: number): number | undefined {
  if (text === null || !/^\d{1,16}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= least && number <= most ? number : undefined;
}

function name(text: string | null): string | undefined {
  return text === null || text === '' || text.length > MAX_NAME_CHARS ? undefined : text;
}
