/** Replies that a proxy has made itself, in place of the service: by words and fields that nobody else uses. */

import type { StreamClosed } from '../../../trace/event.ts';
import type { StreamFacts } from '../../facts/stream.ts';

export interface OwnReply {
  /** "Envoy", "Linkerd", "AWS ELB". */
  readonly proxy: string;
  /** What it means, to go on behind "Envoy answered itself: ". */
  readonly meaning: string;
  /** The response flag of Envoy's access log. */
  readonly flag?: string;
  /** What it said, as it came. */
  readonly text: string;
  /** Nothing is broken: it was told to refuse such calls. */
  readonly isPolicy?: boolean;
}

interface Words {
  readonly begins: string;
  readonly meaning: string;
  readonly flag?: string;
  readonly isPolicy?: boolean;
  /** Others say this too: only with the name of Envoy, and without a sign of an upstream, is it Envoy's. */
  readonly isCommon?: boolean;
}

/** Envoy, source/common/http/utility.cc, resetReasonToString: behind "reset reason: ". */
const RESET_REASONS: readonly Words[] = [
  {
    begins: 'local connection failure',
    meaning: 'it could not connect to its upstream (it failed on its own side)',
    flag: 'UF',
  },
  { begins: 'remote connection failure', meaning: 'its upstream refused the connection', flag: 'UF' },
  { begins: 'connection failure', meaning: 'it could not connect to its upstream', flag: 'UF' },
  { begins: 'connection timeout', meaning: 'its upstream did not accept the connection in time', flag: 'UF' },
  {
    begins: 'connection termination',
    meaning: 'its upstream closed the connection before it had answered',
    flag: 'UC',
  },
  { begins: 'remote refused stream reset', meaning: 'its upstream refused the stream (REFUSED_STREAM)', flag: 'UR' },
  { begins: 'remote reset', meaning: 'its upstream reset the stream before it had answered', flag: 'UR' },
  {
    begins: 'local refused stream reset',
    meaning: 'it could not open another stream to its upstream',
    flag: 'LR',
  },
  { begins: 'local reset', meaning: 'it reset the stream to its upstream itself', flag: 'LR' },
  { begins: 'overflow', meaning: 'a limit of its circuit breaker was reached', flag: 'UO' },
  { begins: 'protocol error', meaning: 'its upstream broke the protocol, or speaks another one', flag: 'UPE' },
  { begins: 'overload manager', meaning: 'it is overloaded itself', flag: 'OM' },
];

/** How what Envoy answers itself begins. */
const ENVOY: readonly Words[] = [
  { begins: 'no healthy upstream', meaning: 'its cluster has no healthy endpoint', flag: 'UH' },
  { begins: 'upstream request timeout', meaning: 'its upstream had not answered in time', flag: 'UT' },
  { begins: 'upstream max stream duration reached', meaning: 'the stream was open for too long', flag: 'UMSDR' },
  { begins: 'downstream duration timeout', meaning: 'the stream was open for too long', flag: 'DT' },
  { begins: 'stream timeout', meaning: 'the stream was silent for too long', flag: 'SI', isCommon: true },
  { begins: 'envoy overloaded', meaning: 'it is overloaded itself', flag: 'OM' },
  { begins: 'fault filter abort', meaning: 'its fault injection filter was told to', flag: 'FI', isPolicy: true },
  { begins: 'local_rate_limited', meaning: 'its local rate limit was reached', flag: 'RL', isPolicy: true },
  { begins: 'RBAC: access denied', meaning: 'its authorization policy denies the call', isPolicy: true },
  { begins: 'Jwt ', meaning: 'its JWT filter denies the call', isPolicy: true, isCommon: true },
  { begins: 'Audiences in Jwt', meaning: 'its JWT filter denies the call', isPolicy: true },
];

const CONNECT_ERROR = 'upstream connect error or disconnect/reset before headers';
const RESET_REASON = 'reset reason: ';

/** Statuses of gRPC that proxies answer with; most streams that fail are sent away by them. */
const STATUSES: ReadonlySet<number> = new Set([4, 7, 8, 14, 16]);

/** @returns undefined where the reply is the service's, or may be */
export function ownReply(stream: StreamFacts, { how, grpcStatus }: StreamClosed): OwnReply | undefined {
  if (grpcStatus === undefined ? stream.errorBody === undefined : !STATUSES.has(grpcStatus.code)) return undefined;
  const text = grpcStatus?.message ?? stream.errorBody?.text ?? '';
  return (
    ofLinkerd(stream, text) ?? ofEnvoy(stream, text) ?? (how === 'TRAILERS_ONLY' ? ofElb(stream, text) : undefined)
  );
}

function ofLinkerd({ response }: StreamFacts, text: string): OwnReply | undefined {
  if (response?.linkerdError === undefined) return undefined;
  return {
    proxy: 'Linkerd',
    meaning: 'it could not bring the call to its destination',
    text: response.linkerdError || text,
  };
}

function ofEnvoy({ response }: StreamFacts, text: string): OwnReply | undefined {
  if (text.startsWith(CONNECT_ERROR)) return ofConnectError(text);
  const words = ENVOY.find(({ begins }) => text.startsWith(begins));
  const isEnvoys = response?.server?.includes('envoy') === true && response.envoyUpstreamTimeMs === undefined;
  return words === undefined || (words.isCommon === true && !isEnvoys)
    ? undefined
    : { proxy: 'Envoy', text, ...told(words) };
}

/** A reason that a newer Envoy knows is quoted with the text. */
function ofConnectError(text: string): OwnReply {
  const at = text.indexOf(RESET_REASON);
  const reason = at === -1 ? '' : text.slice(at + RESET_REASON.length);
  const words = RESET_REASONS.find(({ begins }) => reason.startsWith(begins));
  const meaning = 'it got no answer from its upstream';
  return words === undefined ? { proxy: 'Envoy', text, meaning } : { proxy: 'Envoy', text, ...told(words) };
}

/** Unlike Envoy and nginx it leaves the `server` of its targets as it is. */
function ofElb({ response }: StreamFacts, text: string): OwnReply | undefined {
  if (response?.server?.startsWith('awselb') !== true) return undefined;
  return { proxy: 'AWS ELB', meaning: 'it got no good answer from a target', text };
}

function told({ begins: _begins, isCommon: _isCommon, ...words }: Words): Omit<Words, 'begins' | 'isCommon'> {
  return words;
}
