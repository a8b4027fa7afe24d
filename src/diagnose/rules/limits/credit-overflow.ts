import type { FrameEvent, Match, Rule } from '../../rule.ts';
import { isCreditMistake } from '../shared/credit-mistake.ts';
import { side } from '../words.ts';

/** L9 */
export const CREDIT_OVERFLOW: Rule = {
  id: 'L9',
  title: 'Credit that no window can take: an increment of 0, or a window beyond 2^31-1',
  severity: 'ERROR',
  meaning:
    'A WINDOW_UPDATE of 0 bytes is forbidden, and so is credit that takes a window beyond 2,147,483,647 bytes; whoever receives one has to ' +
    'end the stream or the connection. It is a mistake in the program that counts the credit: giving it twice, adding to a window that is ' +
    'already the largest, or subtracting where nothing was read.',
  wire: 'WINDOW_UPDATE with an increment of 0; WINDOW_UPDATE or SETTINGS_INITIAL_WINDOW_SIZE behind which a window is more than 2^31-1.',
  example: [
    '   0.000 CLIENT WINDOW_UPDATE 0 2147483647 (connection 2147549182)',
    '   0.100 SERVER GOAWAY FLOW_CONTROL_ERROR last=0',
  ],
  reproduce: [
    'A client of its own making: WINDOW_UPDATE with an increment of 0, or of 2147483647 on a window that has something already.',
    'h2spec http2/6.9 --port 8080 does both.',
  ],
  advice: [
    { side: 'client', change: 'give no credit where nothing was read, and none above 2^31-1 less what the window has' },
    {
      side: 'server',
      change: 'answer with PROTOCOL_ERROR (0) or FLOW_CONTROL_ERROR (overflow), of the stream or of the connection',
    },
  ],
  spec: ['RFC 9113 §6.9', 'RFC 9113 §6.9.1', 'RFC 9113 §6.9.2'],
  watches: {
    violation(_, { seq, frame }: FrameEvent): Match | undefined {
      const { type, violation, from, streamId } = frame;
      if (violation === undefined || !isCreditMistake(type, violation)) return undefined;
      const scope = violation.scope === 'CONNECTION' ? 'the connection' : `stream ${streamId}`;
      return {
        ...(streamId === 0 ? {} : { streamId }),
        explanation:
          `The ${side(from)} sent a ${type} that ends ${scope}: ${violation.reason}. Its receiver has to answer ${violation.error} ` +
          `(${violation.spec}).`,
        evidence: [seq],
        cause: `${from} ${violation.error}`,
      };
    },
  },
};
