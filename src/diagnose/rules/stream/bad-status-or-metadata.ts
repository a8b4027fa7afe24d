import type { HeaderField, Headers, Side } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { fieldValue } from '../shared/fields.ts';
import { grpcFraming } from '../shared/grpc-framing.ts';
import { side } from '../words.ts';

/** gRPC statuscodes: OK to UNAUTHENTICATED, in decimal without leading zeros. */
const STATUS = /^(?:\d|1[0-6])$/;

/** gRPC PROTOCOL-HTTP2, Status-Message: printable ASCII, and the others percent-encoded. */
const MESSAGE = /^(?:[\x20-\x24\x26-\x7e]|%[0-9A-Fa-f]{2})*$/;

/** RFC 4648 §4, with padding or without; values of one name may have been joined. */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

const MAX_QUOTED = 40;

/** S26 */
export const BAD_STATUS_OR_METADATA: Rule = {
  id: 'S26',
  title: 'A status or a binary value is not encoded as gRPC asks',
  severity: 'WARNING',
  meaning:
    'grpc-status is a number from 0 to 16, grpc-message is printable ASCII with "%XX" for all else, and values of fields whose names end ' +
    'in -bin are base64. What is written otherwise arrives as UNKNOWN, as an unreadable text, or not at all: some ' +
    'libraries drop the field, others reset the stream.',
  wire: 'Such a field in HEADERS of a request, of a response or in trailers.',
  example: ['   1.000 SERVER HEADERS 1 END_STREAM grpc-status=07 grpc-message=no such file: caf\\xe9'],
  reproduce: [
    'curl --http2-prior-knowledge -H "content-type: application/grpc" -H "te: trailers" -H "trace-bin: not base64!" \\',
    '  --data-binary "" http://localhost:50051/sre.echo.v1.EchoService/Echo',
  ],
  advice: [
    {
      side: 'server',
      change:
        'let the library of gRPC write status, message and metadata; a status of the application belongs in details or in another field',
    },
    {
      side: 'client',
      change: 'bytes as values of -bin fields: libraries encode them; a value that is base64 already is encoded twice',
    },
    { side: 'proxy', change: 'no filter that writes grpc-message by hand without percent-encoding' },
  ],
  spec: ['gRPC PROTOCOL-HTTP2, Status, Status-Message and Binary-Header', 'gRPC statuscodes'],
  watches: {
    requestHead(_connection: ConnectionFacts, headers: Headers): Match | undefined {
      if (grpcFraming(fieldValue(headers, 'content-type')) === undefined) return undefined;
      const problem = problemOf(headers);
      // The engine says which stream and frame it was.
      return problem === undefined ? undefined : tell('CLIENT', problem, []);
    },
    response: (_connection, stream) => inAnswer(stream, stream.responseSeq),
    trailers: (_connection, stream) => inAnswer(stream, stream.trailersSeq),
  },
};

function inAnswer(stream: StreamFacts, seq: number): Match | undefined {
  if (stream.headers === undefined || !stream.isGrpc) return undefined;
  const problem = problemOf(stream.headers);
  return problem === undefined
    ? undefined
    : { ...tell('SERVER', problem, [stream.requestSeq, seq]), streamId: stream.id };
}

function tell(from: Side, problem: Problem, evidence: readonly number[]): Match {
  const { name, why, isLenient } = problem;
  const explanation = `The ${side(from)} sent ${name} ${why}.`;
  return { explanation, evidence, cause: `${from} ${name}`, severity: isLenient ? 'INFO' : 'WARNING' };
}

interface Problem {
  readonly name: string;
  readonly why: string;
  /** Receivers are asked to take it as it is. */
  readonly isLenient?: boolean;
}

/** Of each call, so a field is passed over by its length or its last letter. */
function problemOf({ fields }: Headers): Problem | undefined {
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as HeaderField;
    const problem = problemOfField(field);
    if (problem !== undefined && field.redacted !== true) return problem;
  }
  return undefined;
}

function problemOfField({ name, value }: HeaderField): Problem | undefined {
  if (name.endsWith('-bin'))
    return isBase64(value) ? undefined : { name: name.slice(0, MAX_QUOTED), why: 'with a value that is not base64' };
  if (name === 'grpc-status') return STATUS.test(value) ? undefined : { name, why: statusProblem(value) };
  return name === 'grpc-message' && !MESSAGE.test(value) ? messageProblem(name, value) : undefined;
}

function statusProblem(value: string): string {
  const shown = JSON.stringify(value.slice(0, MAX_QUOTED));
  if (/^0\d+$/.test(value)) return `${shown}: leading zeros are not allowed`;
  return /^\d+$/.test(value) ? `${shown}: the highest status is 16` : `${shown}: a number from 0 to 16 is expected`;
}

function messageProblem(name: string, value: string): Problem {
  // "%" without two digits behind it: decoders "must not error", and show it as it is.
  if (/^[\x20-\x7e]*$/.test(value)) return { name, why: 'with a "%" that encodes nothing', isLenient: true };
  return { name, why: 'with bytes that are not printable ASCII, and not percent-encoded' };
}

/** A last group of one character is no byte. */
function isBase64(value: string): boolean {
  if (value.includes(',')) return value.split(',').every((each) => isBase64(each.trim()));
  if (!BASE64.test(value)) return false;
  return value.endsWith('=') ? value.length % 4 === 0 : value.length % 4 !== 1;
}
