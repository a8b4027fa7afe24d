// Original file: protos/sre/trace/v1/trace.proto


export interface Priority {
  'streamDependency'?: (number);
  'exclusive'?: (boolean);
  'weight'?: (number);
}

export interface Priority__Output {
  'streamDependency': (number);
  'exclusive': (boolean);
  'weight': (number);
}
