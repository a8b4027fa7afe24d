// Original file: protos/sre/admin/v1/admin.proto


export interface ListServingRequest {
}

export interface ListServingRequest__Output {
}
