// Original file: protos/grpc/testing/empty.proto


export interface Empty {
}

export interface Empty__Output {
}
