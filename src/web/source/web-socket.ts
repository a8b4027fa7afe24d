/** A WebSocket as the live reader needs it: text comes and goes, and it ends once. */

export interface SocketHears {
  open(): void;
  text(text: string): void;
  /** Once. 1006 where the connection was lost, or never came about: RFC 6455 §7.1.5. */
  closed(code: number, reason: string): void;
}

export interface OpenSocket {
  send(text: string): void;
  close(): void;
}

/** @throws where the browser does not even try */
export type Connect = (url: string, hears: SocketHears) => OpenSocket;

/** @param Socket the `WebSocket` of the browser */
export function connectWith(Socket: new (url: string) => WebSocket): Connect {
  return (url, hears) => {
    const socket = new Socket(url);
    socket.onopen = () => hears.open();
    socket.onmessage = ({ data }) => hears.text(String(data));
    socket.onclose = ({ code, reason }) => hears.closed(code, reason);
    // What there is to say comes with `close`.
    socket.onerror = () => {};
    return { send: (text) => socket.send(text), close: () => socket.close() };
  };
}
