// Original file: protos/sre/admin/v1/admin.proto


export interface ClearFaultRequest {
}

export interface ClearFaultRequest__Output {
}
