/** What happens on streams as trees: their openings and ends, messages, and HTTP/1.1. */

import { printable, printableBytes } from '../../formats/escape.ts';
import { count, duration } from '../../formats/text.ts';
import type { GrpcStatus, Http1, Message, Rpc, StreamClosed, StreamOpened, Transfer } from '../../trace/event.ts';
import { whole } from './amounts.ts';
import { errorNode, errorTerm, sideTone, streamNode } from './detail-frame.ts';
import { byteCount, type DetailNode, node, nodes } from './detail-node.ts';
import { equals, short, where } from './detail-term.ts';
import { grpcStatusMeaning, httpStatusMeaning } from './detail-value.ts';
import { GRPC_STATUS_SPEC, meaningOf, ORIGINS, STREAM_ENDS, STREAM_STAGES } from './meanings.ts';

const GRPC = 'gRPC PROTOCOL-HTTP2';

export function messageNodes(message: Message): DetailNode[] {
  const { from, streamId, rpc, index, length, compressed, encoding } = message;
  return nodes(
    node('from', from.toLowerCase(), { term: short(`from:${from}`), tone: sideTone(from) }),
    streamNode(streamId),
    ...rpcNodes(rpc),
    node('number', `#${index}`, { meaning: 'of this side on the stream, from 0' }),
    node('length', byteCount(length), { meaning: 'as sent, behind 5 bytes of prefix', spec: GRPC }),
    node('compressed', compressed ? 'yes' : 'no', {
      meaning: compressed ? `the first byte of its prefix is 1: ${encodingText(encoding)}` : undefined,
      spec: GRPC,
      term: equals('message.compressed', compressed),
    }),
    frameLink('first frame', message.firstFrame),
    message.lastFrame === message.firstFrame ? undefined : frameLink('last frame', message.lastFrame),
  );
}

function encodingText(encoding: string | undefined): string {
  return encoding === undefined ? 'and no grpc-encoding was sent' : `grpc-encoding ${printableBytes(encoding)}`;
}

/** @param seq 0 where it was not recorded */
function frameLink(name: string, seq: number): DetailNode {
  return seq > 0 ? node(name, `frame ${whole(seq)}`, { seq }) : node(name, 'not recorded');
}

function rpcNodes(rpc: Rpc | undefined): DetailNode[] {
  if (rpc === undefined) return [];
  return [
    node('service', printableBytes(rpc.service), { term: short(`service:${rpc.service}`) }),
    node('method', printableBytes(rpc.method), { term: short(`method:${rpc.method}`) }),
  ];
}

export function streamOpenedNodes({ streamId, method, path, authority, rpc, timeoutMs }: StreamOpened): DetailNode[] {
  return nodes(
    streamNode(streamId),
    ...rpcNodes(rpc),
    node('HTTP method', printableBytes(method), {
      term: equals('streamOpened.method', method),
      spec: 'RFC 9113 §8.3.1',
    }),
    node('path', printableBytes(path), { term: equals('streamOpened.path', path), spec: 'RFC 9113 §8.3.1' }),
    node('authority', printableBytes(authority), {
      meaning: 'whom the client called',
      term: equals('streamOpened.authority', authority),
      spec: 'RFC 9113 §8.3.1',
    }),
    timeoutMs === undefined
      ? node('deadline', 'none', { meaning: 'no grpc-timeout was sent' })
      : node('deadline', duration(timeoutMs), { meaning: 'from grpc-timeout', spec: GRPC }),
  );
}

export function streamClosedNodes(closed: StreamClosed): DetailNode[] {
  const { streamId, how, endedBy, error, errorCode, httpStatus, grpcStatus } = closed;
  const [meaning, spec] = meaningOf(STREAM_ENDS, how) ?? [];
  return nodes(
    streamNode(streamId),
    node('how', how, { meaning, spec, term: equals('streamClosed.how', how) }),
    node('ended by', endedBy.toLowerCase(), { tone: sideTone(endedBy), term: equals('streamClosed.endedBy', endedBy) }),
    grpcStatus && grpcStatusNode(grpcStatus),
    httpStatus === undefined ? undefined : httpStatusNode(httpStatus),
    error === undefined ? undefined : endErrorNode(error, errorCode ?? 0),
    ...attributionNodes(closed),
    ...timeNodes(closed),
    transferNode('request', closed.request),
    transferNode('response', closed.response),
  );
}

function endErrorNode(error: string, errorCode: number): DetailNode {
  return errorNode(error, errorCode, errorTerm({ error, errorCode }, 'streamClosed'));
}

function grpcStatusNode({ code, name, message }: GrpcStatus): DetailNode {
  const { words, tone } = grpcStatusMeaning(String(code));
  return node('grpc-status', `${code} ${printable(name)}`.trim(), {
    meaning: words?.replace(/^\w+: /, ''),
    spec: GRPC_STATUS_SPEC,
    tone,
    term: short(`grpc-status:${code}`) ?? equals('streamClosed.grpcStatus.code', code),
    children: message === '' ? undefined : [node('grpc-message', printable(message), { meaning: 'decoded' })],
  });
}

function httpStatusNode(status: number): DetailNode {
  const { words, tone } = httpStatusMeaning(String(status));
  return node('HTTP status', String(status), {
    meaning: words,
    tone,
    spec: 'RFC 9110 §15',
    term: short(`status:${status}`) ?? equals('streamClosed.httpStatus', status),
  });
}

function attributionNodes({ stage, origin, originReason, retrySafe, retryReason }: StreamClosed): DetailNode[] {
  const retry = retrySafe === undefined ? 'cannot be told' : retrySafe ? 'safe' : 'not safe';
  return [
    node('stage', stage.toLowerCase(), {
      meaning: meaningOf(STREAM_STAGES, stage),
      term: equals('streamClosed.stage', stage),
    }),
    node('origin', origin.toLowerCase(), {
      meaning: printable(originReason) || meaningOf(ORIGINS, origin),
      term: short(`origin:${origin}`),
    }),
    node('retry', retry, {
      meaning: printable(retryReason),
      term: retrySafe === undefined ? undefined : equals('streamClosed.retrySafe', retrySafe),
    }),
  ];
}

function timeNodes({ durationMs, firstByteMs }: StreamClosed): (DetailNode | undefined)[] {
  const atLeast = Math.floor(durationMs);
  return [
    node('duration', duration(durationMs), {
      term: where('streamClosed.durationMs', `streamClosed.durationMs >= ${atLeast}`),
    }),
    firstByteMs === undefined
      ? undefined
      : node('first byte', duration(firstByteMs), { meaning: "from the request's head to that of the response" }),
  ];
}

function transferNode(name: string, { messages, bytes }: Transfer): DetailNode {
  return node(name, `${count(messages, 'message')}, ${byteCount(bytes)}`, { meaning: 'of DATA without padding' });
}

export function http1Nodes({ from, stage, index, startLine, bodyLength }: Http1): DetailNode[] {
  return nodes(
    node('from', from.toLowerCase(), { term: short(`from:${from}`), tone: sideTone(from) }),
    node(from === 'CLIENT' ? 'request' : 'response', `number ${index}`, {
      meaning: 'of this side on the connection, from 0',
      term: short(`stream:${index}`),
    }),
    node('stage', stage.toLowerCase(), {
      meaning: stage === 'HEAD' ? 'its fields are complete' : 'its body is complete',
      term: equals('http1.stage', stage),
    }),
    node(from === 'CLIENT' ? 'request line' : 'status line', printableBytes(startLine), {
      spec: from === 'CLIENT' ? 'RFC 9112 §3' : 'RFC 9112 §4',
      ...statusOf(startLine),
      term: equals('http1.startLine', startLine),
    }),
    bodyLength === undefined
      ? undefined
      : node('body', byteCount(bodyLength), { meaning: 'without transfer coding', spec: 'RFC 9112 §6' }),
  );
}

function statusOf(startLine: string): Pick<DetailNode, 'meaning' | 'tone'> {
  const [, status] = /^HTTP\/\d\.\d (\d{3})/.exec(startLine) ?? [];
  if (status === undefined) return {};
  const { words, tone } = httpStatusMeaning(status);
  return { ...(words !== undefined && { meaning: words }), ...(tone !== undefined && { tone }) };
}
