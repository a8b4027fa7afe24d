// Original file: protos/sre/echo/v1/echo.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { EchoRequest as _sre_echo_v1_EchoRequest, EchoRequest__Output as _sre_echo_v1_EchoRequest__Output } from '../../../sre/echo/v1/EchoRequest.ts';
import type { EchoResponse as _sre_echo_v1_EchoResponse, EchoResponse__Output as _sre_echo_v1_EchoResponse__Output } from '../../../sre/echo/v1/EchoResponse.ts';

export interface EchoServiceClient extends grpc.Client {
  Echo(argument: _sre_echo_v1_EchoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  Echo(argument: _sre_echo_v1_EchoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  Echo(argument: _sre_echo_v1_EchoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  Echo(argument: _sre_echo_v1_EchoRequest, callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  echo(argument: _sre_echo_v1_EchoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  echo(argument: _sre_echo_v1_EchoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  echo(argument: _sre_echo_v1_EchoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  echo(argument: _sre_echo_v1_EchoRequest, callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientUnaryCall;
  
  EchoBidiStream(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_sre_echo_v1_EchoRequest, _sre_echo_v1_EchoResponse__Output>;
  EchoBidiStream(options?: grpc.CallOptions): grpc.ClientDuplexStream<_sre_echo_v1_EchoRequest, _sre_echo_v1_EchoResponse__Output>;
  echoBidiStream(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_sre_echo_v1_EchoRequest, _sre_echo_v1_EchoResponse__Output>;
  echoBidiStream(options?: grpc.CallOptions): grpc.ClientDuplexStream<_sre_echo_v1_EchoRequest, _sre_echo_v1_EchoResponse__Output>;
  
  EchoClientStream(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientWritableStream<_sre_echo_v1_EchoRequest>;
  EchoClientStream(metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientWritableStream<_sre_echo_v1_EchoRequest>;
  EchoClientStream(options: grpc.CallOptions, callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientWritableStream<_sre_echo_v1_EchoRequest>;
  EchoClientStream(callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientWritableStream<_sre_echo_v1_EchoRequest>;
  echoClientStream(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientWritableStream<_sre_echo_v1_EchoRequest>;
  echoClientStream(metadata: grpc.Metadata, callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientWritableStream<_sre_echo_v1_EchoRequest>;
  echoClientStream(options: grpc.CallOptions, callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientWritableStream<_sre_echo_v1_EchoRequest>;
  echoClientStream(callback: grpc.requestCallback<_sre_echo_v1_EchoResponse__Output>): grpc.ClientWritableStream<_sre_echo_v1_EchoRequest>;
  
  EchoServerStream(argument: _sre_echo_v1_EchoRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sre_echo_v1_EchoResponse__Output>;
  EchoServerStream(argument: _sre_echo_v1_EchoRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sre_echo_v1_EchoResponse__Output>;
  echoServerStream(argument: _sre_echo_v1_EchoRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_sre_echo_v1_EchoResponse__Output>;
  echoServerStream(argument: _sre_echo_v1_EchoRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_sre_echo_v1_EchoResponse__Output>;
  
}

export interface EchoServiceHandlers extends grpc.UntypedServiceImplementation {
  Echo: grpc.handleUnaryCall<_sre_echo_v1_EchoRequest__Output, _sre_echo_v1_EchoResponse>;
  
  EchoBidiStream: grpc.handleBidiStreamingCall<_sre_echo_v1_EchoRequest__Output, _sre_echo_v1_EchoResponse>;
  
  EchoClientStream: grpc.handleClientStreamingCall<_sre_echo_v1_EchoRequest__Output, _sre_echo_v1_EchoResponse>;
  
  EchoServerStream: grpc.handleServerStreamingCall<_sre_echo_v1_EchoRequest__Output, _sre_echo_v1_EchoResponse>;
  
}

export interface EchoServiceDefinition extends grpc.ServiceDefinition {
  Echo: MethodDefinition<_sre_echo_v1_EchoRequest, _sre_echo_v1_EchoResponse, _sre_echo_v1_EchoRequest__Output, _sre_echo_v1_EchoResponse__Output>
  EchoBidiStream: MethodDefinition<_sre_echo_v1_EchoRequest, _sre_echo_v1_EchoResponse, _sre_echo_v1_EchoRequest__Output, _sre_echo_v1_EchoResponse__Output>
  EchoClientStream: MethodDefinition<_sre_echo_v1_EchoRequest, _sre_echo_v1_EchoResponse, _sre_echo_v1_EchoRequest__Output, _sre_echo_v1_EchoResponse__Output>
  EchoServerStream: MethodDefinition<_sre_echo_v1_EchoRequest, _sre_echo_v1_EchoResponse, _sre_echo_v1_EchoRequest__Output, _sre_echo_v1_EchoResponse__Output>
}
