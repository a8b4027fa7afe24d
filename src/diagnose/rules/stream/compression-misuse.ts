import type { MessageStart } from '../../facts/message-progress.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { isCompressed, refusedEncoding } from '../shared/compression-refused.ts';
import { framingOf, isGarbagePrefix } from '../shared/garbage-prefix.ts';
import { side } from '../words.ts';

const COMPRESSED = 1;

/** S16 */
export const COMPRESSION_MISUSE: Rule = {
  id: 'S16',
  title: 'A message is compressed in a way that its receiver did not agree to',
  severity: 'WARNING',
  meaning:
    'A message whose flag says that it is compressed needs a grpc-encoding that says how, and one that the other side can read. ' +
    'Receivers answer with INTERNAL where no encoding is named, servers with UNIMPLEMENTED where they do not know it, and clients with ' +
    'INTERNAL where a reply has an encoding that they did not list in grpc-accept-encoding.',
  wire:
    'A message prefix with the flag 1 behind HEADERS without grpc-encoding, or in a response whose grpc-encoding is neither in ' +
    'grpc-accept-encoding nor the one of the request; or grpc-status 12 that speaks of the encoding of the request.',
  example: [
    '   0.000 CLIENT HEADERS 1 :path=/pkg.Service/Method grpc-encoding=snappy grpc-accept-encoding=gzip',
    '   0.000 CLIENT DATA 1 END_STREAM (flag 1)',
    '   1.000 SERVER HEADERS 1 END_STREAM :status=200 grpc-status=12 grpc-accept-encoding=identity,gzip',
  ],
  reproduce: [
    "printf '\\001\\000\\000\\000\\000' | curl --http2-prior-knowledge -H 'content-type: application/grpc' -H 'te: trailers' \\",
    "  -H 'grpc-encoding: snappy' --data-binary @- http://localhost:50051/sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    {
      side: 'client',
      of: 'grpc-go',
      change: 'grpc.UseCompressor only with a compressor that the server has; import it on both sides (encoding/gzip)',
    },
    {
      side: 'client',
      of: 'grpc-java',
      change: 'withCompression("gzip"): others need their DecompressorRegistry on the server',
    },
    { side: 'client', of: 'grpc-js', change: 'grpc.default_compression_algorithm 0 (none), 1 (deflate) or 2 (gzip)' },
    {
      side: 'server',
      of: 'grpc-go',
      change: 'grpc.SetSendCompressor only with what grpc.ClientSupportedCompressors lists',
    },
    { side: 'proxy', change: 'pass grpc-encoding and grpc-accept-encoding on, and leave the bodies of gRPC alone' },
  ],
  spec: ['gRPC compression', 'gRPC PROTOCOL-HTTP2, Message-Encoding'],
  watches: {
    messageBegan(_connection, start: MessageStart): Match | undefined {
      if (start.flag !== COMPRESSED || isGarbagePrefix(start)) return undefined;
      const { stream, from, seq } = start;
      if (framingOf(stream, from) === undefined) return undefined;
      const why = whatIsWrong(stream, from);
      if (why === undefined) return undefined;
      const explanation = `On ${stream.name} the ${side(from)} sent a compressed message, and ${why}.`;
      const evidence = [stream.requestSeq, stream.responseSeq, seq];
      return { explanation, evidence, streamId: stream.id, cause: `${from} ${why}` };
    },
    streamFailed(_connection, stream: StreamFacts): Match | undefined {
      const encoding = stream.closed && refusedEncoding(stream, stream.closed);
      if (encoding === undefined) return undefined;
      return {
        explanation:
          `The client sent the request of ${stream.name} with grpc-encoding ${encoding}, and the server answered UNIMPLEMENTED: ` +
          'it has the method, but cannot decompress its messages.',
        evidence: [stream.requestSeq, stream.trailersSeq || stream.responseSeq],
        streamId: stream.id,
        severity: 'ERROR',
        cause: `refused ${encoding}`,
      };
    },
  },
};

function whatIsWrong({ request, response }: StreamFacts, from: 'CLIENT' | 'SERVER'): string | undefined {
  const encoding = from === 'CLIENT' ? request.grpcEncoding : response?.grpcEncoding;
  if (!isCompressed(encoding)) {
    return `its grpc-encoding is ${encoding === undefined ? 'not there' : 'identity'}: nobody can know how to read it`;
  }
  if (from === 'CLIENT' || encoding === request.grpcEncoding || accepts(request.grpcAcceptEncoding, encoding))
    return undefined;
  const { grpcAcceptEncoding: listed } = request;
  const names = listed === undefined ? 'the client accepts none' : `the client accepts ${listed}`;
  return `its grpc-encoding is ${encoding}, while ${names}`;
}

function accepts(list: string | undefined, encoding: string): boolean {
  return list?.split(',').some((name) => name.trim() === encoding) === true;
}
