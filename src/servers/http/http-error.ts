/** @returns an Error that fastify answers with this status, in the shape of its errors */
export function httpError(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
