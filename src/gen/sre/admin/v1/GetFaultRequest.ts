// Original file: protos/sre/admin/v1/admin.proto


export interface GetFaultRequest {
}

export interface GetFaultRequest__Output {
}
