/** What the codes of RST_STREAM mean on a call, RFC 9113 §7: to go on behind "It says that". */
export const CODE_MEANINGS: { readonly [error: string]: string } = {
  PROTOCOL_ERROR: 'the other side broke a rule of HTTP/2',
  INTERNAL_ERROR: 'something failed in its own software, or in a hop behind it',
  FLOW_CONTROL_ERROR: 'the other side sent more than its window allowed',
  SETTINGS_TIMEOUT: 'its SETTINGS were not acknowledged in time',
  STREAM_CLOSED: 'frames came on a stream that it had closed',
  FRAME_SIZE_ERROR: 'a frame had a length that it may not have',
  CANCEL: 'it is no longer interested',
  REFUSED_STREAM: 'it does not want the stream',
  COMPRESSION_ERROR: 'it could not decode a header block',
  CONNECT_ERROR: 'the connection behind a CONNECT request was cut',
  HTTP_1_1_REQUIRED: 'it will serve this over HTTP/1.1 only',
};
