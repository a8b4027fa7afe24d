// Original file: protos/sre/trace/v1/trace_service.proto


export interface ListConnectionsRequest {
}

export interface ListConnectionsRequest__Output {
}
