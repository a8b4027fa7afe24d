/** GET over HTTP/1.1. As kubelet does it: an answer counts when it is complete, or longer than anybody reads. */

import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { hostPort } from '../../formats/address.ts';
import type { Attempt } from './attempt.ts';
import type { HttpTarget } from './target.ts';
import { bounded, healthy, notHealthy, type Verdict } from './verdict.ts';

/** As much as kubelet reads: https://github.com/kubernetes/kubernetes/blob/master/pkg/probe/http/http.go */
const MAX_BODY_BYTES = 10 * 1024;

export async function httpCheck(
  target: HttpTarget,
  socket: Socket,
  attempt: Attempt,
  { userAgent }: { readonly userAgent: string },
): Promise<Verdict> {
  attempt.stage = 'ANSWER';
  const { host, port, isTls, path } = target;
  const isUsualPort = port === (isTls ? 443 : 80);
  const authority = hostPort({ address: host, port });
  const headers = {
    host: isUsualPort ? authority.slice(0, authority.lastIndexOf(':')) : authority,
    'user-agent': userAgent,
    accept: '*/*',
    connection: 'close',
  };
  const outgoing = request({ createConnection: () => socket, path, headers });
  // Also while the response is read: what is no HTTP in the middle of it is an error of the request.
  const broken = new Promise<never>((_, reject) => outgoing.on('error', reject));
  const answered = new Promise<Verdict>((resolve, reject) => {
    outgoing.once('response', (response) => {
      attempt.stage = 'BODY';
      bodyOf(response).then((body) => resolve(httpVerdict(response, body)), reject);
    });
  });
  outgoing.end();
  return Promise.race([answered, broken]);
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MAX_BODY_BYTES) break;
  }
  return Buffer.concat(chunks).toString();
}

function httpVerdict({ statusCode = 0, statusMessage = '', headers }: IncomingMessage, body: string): Verdict {
  const what = `${statusCode} ${bounded(statusMessage)}`.trimEnd();
  if (statusCode >= 200 && statusCode < 300) return healthy(what);
  if (headers.location !== undefined && statusCode >= 300 && statusCode < 400) {
    return notHealthy(
      what,
      `it points to ${bounded(headers.location)}, which is not followed: give the target that answers`,
    );
  }
  const firstLine = body.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  return notHealthy(what, firstLine === '' ? undefined : `it says: ${bounded(firstLine)}`);
}
