import type { Moment, Rule, Watches } from './rule.ts';

/** Who is asked when: for each moment the rules that watch it, in the order of the rules. */
export type Table = { readonly [M in Moment]: readonly Asked<M>[] };

export interface Asked<M extends Moment> {
  readonly rule: Rule;
  readonly watch: NonNullable<Watches[M]>;
}

export function tableOf(rules: readonly Rule[]): Table {
  const at = <M extends Moment>(moment: M): Asked<M>[] =>
    rules.flatMap((rule) => {
      const watch = rule.watches[moment];
      return watch === undefined ? [] : [{ rule, watch }];
    });
  return {
    connectionOpened: at('connectionOpened'),
    settings: at('settings'),
    ping: at('ping'),
    goaway: at('goaway'),
    reset: at('reset'),
    violation: at('violation'),
    requestHead: at('requestHead'),
    request: at('request'),
    response: at('response'),
    trailers: at('trailers'),
    messageBegan: at('messageBegan'),
    streamClosed: at('streamClosed'),
    streamFailed: at('streamFailed'),
    late: at('late'),
    connectionClosed: at('connectionClosed'),
    http1: at('http1'),
    traceLost: at('traceLost'),
    tick: at('tick'),
    peer: at('peer'),
    place: at('place'),
  };
}
