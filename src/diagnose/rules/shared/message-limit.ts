/** Messages that were larger than the side that got them, or the one that was to send them, allows. */

import type { Side, StreamClosed } from '../../../trace/event.ts';
import type { StreamFacts } from '../../facts/stream.ts';

export interface OverLimit {
  /** Who would not take the message, or not send it. */
  readonly by: Side;
  /** Whose message it is. */
  readonly sender: Side;
  /** As it was told, or as the prefix of the message says; undefined where neither is known. */
  readonly length: number | undefined;
  readonly limit: number | undefined;
  /** Whether the status tells it. If not, it is what the frames look like. */
  readonly isTold: boolean;
  /** Of the DATA frame with the prefix of the message; 0 where no such message passed. */
  readonly seq: number;
}

/** What all implementations of gRPC have as their limit for what they receive. */
export const DEFAULT_LIMIT = 4 * 1024 * 1024;

/** Who resets because of the prefix does so when it has come: later, somebody has lost interest. */
const MAX_RESET_MICROSECONDS = 5_000_000;

const RESOURCE_EXHAUSTED = 8;
/** tonic has its own view. */
const OUT_OF_RANGE = 11;

/** grpc-go, grpc-js and grpc-core say `larger than max`, grpc-java `exceeds maximum size`, grpc-dotnet and tonic the others. */
const WORDS = ['larger than max', 'exceeds maximum', 'larger than ', 'exceeds the maximum', 'length too large'];

/** gRPC clients cancel; grpc-core resets with what it makes of RESOURCE_EXHAUSTED, grpc-java as a server with CANCEL. */
const RESETS: ReadonlySet<string> = new Set(['CANCEL', 'ENHANCE_YOUR_CALM']);

/** @returns undefined where the call ended for another reason. Who asks: S13; S9, S10 and S11 give way. */
export function messageOverLimit(stream: StreamFacts, closed: StreamClosed): OverLimit | undefined {
  // What was read as a length was none: S14.
  if (stream.client.isLost || stream.server.isLost) return undefined;
  const { grpcStatus, how } = closed;
  if (how === 'RST_STREAM') return seenInReset(stream, closed);
  if (grpcStatus?.code !== RESOURCE_EXHAUSTED && grpcStatus?.code !== OUT_OF_RANGE) return undefined;
  return told(stream, grpcStatus.message);
}

function told({ client }: StreamFacts, message: string): OverLimit | undefined {
  if (!/message|decompresses/i.test(message) || !WORDS.some((words) => message.includes(words))) return undefined;
  const [length, limit] = lengthAndLimit(message);
  const isSending = /\b(sent|send|sending|encoded)\b/i.test(message);
  const seq = isSending ? 0 : (client.longest?.seq ?? 0);
  return { by: 'SERVER', sender: isSending ? 'SERVER' : 'CLIENT', length, limit, isTold: true, seq };
}

/** The larger of two numbers is the message: grpc-java names the limit first. Of one alone it is the limit. */
function lengthAndLimit(message: string): readonly [number | undefined, number | undefined] {
  const numbers = (message.match(/\d{1,15}/g) ?? []).map(Number);
  if (numbers.length === 1) return [undefined, numbers[0]];
  const [one, other] = numbers;
  if (one === undefined || other === undefined) return [undefined, undefined];
  return [Math.max(one, other), Math.min(one, other)];
}

/** A reset right behind the prefix of a message that is over the default, and of which no more than that has come. */
function seenInReset(stream: StreamFacts, { endedBy, error = '' }: StreamClosed): OverLimit | undefined {
  const sender = endedBy === 'CLIENT' ? 'SERVER' : 'CLIENT';
  const { longest, messages } = stream.side(sender);
  if (longest === undefined || longest.length <= DEFAULT_LIMIT || !RESETS.has(error)) return undefined;
  const reset = stream.resets[endedBy];
  if (reset === undefined || reset.time - longest.time > MAX_RESET_MICROSECONDS) return undefined;
  if (messages.announced !== longest.length || messages.pendingBytes > DEFAULT_LIMIT) return undefined;
  return { by: endedBy, sender, length: longest.length, limit: undefined, isTold: false, seq: longest.seq };
}
