/** How far a check has come: what an error means, and what a timeout means, depends on it. */

/**
 * LOOKUP: of the host's name. CONNECT: until there is a TCP connection. TLS: until the handshake is done. SETTINGS: until the
 * peer has shown that it speaks HTTP/2. ANSWER: until its reply begins. BODY: until it ends.
 */
export type Stage = 'LOOKUP' | 'CONNECT' | 'TLS' | 'SETTINGS' | 'ANSWER' | 'BODY';

export interface Attempt {
  stage: Stage;
  /** Gives back all that was opened so far, at once. */
  leave: () => void;
}
