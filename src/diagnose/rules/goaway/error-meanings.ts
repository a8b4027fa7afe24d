/** What the error codes of RFC 9113 §7 say of the other side, for the explanation of a GOAWAY. */

export const ERROR_MEANINGS: { readonly [error: string]: string } = {
  PROTOCOL_ERROR: 'the other side sent a frame that must not come in this state, or with these contents',
  INTERNAL_ERROR: 'the side that says it has failed itself, or hides a limit of its own behind this code',
  FLOW_CONTROL_ERROR: 'the other side sent more DATA than the window allows, or made a window larger than 2^31-1',
  SETTINGS_TIMEOUT: 'the other side did not acknowledge SETTINGS in time',
  STREAM_CLOSED: 'the other side sent frames on a stream that it had ended',
  FRAME_SIZE_ERROR: 'a frame was longer than MAX_FRAME_SIZE allows, or had another length than its type has',
  REFUSED_STREAM: 'streams were refused before any processing: on a GOAWAY it is out of place',
  CANCEL: 'the side that says it gives the connection up',
  COMPRESSION_ERROR: 'a header block could not be decoded; or, in nghttp2, a field was too long',
  CONNECT_ERROR: 'the connection behind a CONNECT was reset',
  ENHANCE_YOUR_CALM: 'the other side causes too much load',
  INADEQUATE_SECURITY: 'the version or cipher of TLS is none that HTTP/2 allows, RFC 9113 §9.2',
  HTTP_1_1_REQUIRED: 'the request is to be made over HTTP/1.1, for example because of client authentication',
};
