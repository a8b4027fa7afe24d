/** What is agreed in a TLS handshake (RFC 7301), by the protocol of the target. */
export const ALPN = { grpc: 'h2', http: 'http/1.1' } as const;
