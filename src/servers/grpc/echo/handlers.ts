/** The methods of EchoService as grpc-js wants them, with replies of which a part comes encoded (reply.ts). */

import type {
  handleBidiStreamingCall,
  handleClientStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';

import type { EchoRequest__Output as EchoRequest } from '../../../gen/sre/echo/v1/EchoRequest.ts';
import type { EchoReply } from './reply.ts';

export interface EchoHandlers extends UntypedServiceImplementation {
  Echo: handleUnaryCall<EchoRequest, EchoReply>;
  EchoServerStream: handleServerStreamingCall<EchoRequest, EchoReply>;
  EchoClientStream: handleClientStreamingCall<EchoRequest, EchoReply>;
  EchoBidiStream: handleBidiStreamingCall<EchoRequest, EchoReply>;
}
