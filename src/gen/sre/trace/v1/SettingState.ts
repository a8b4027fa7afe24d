// Original file: protos/sre/trace/v1/connection.proto


export interface SettingState {
  'id'?: (string);
  'code'?: (number);
  'initial'?: (number);
  'announced'?: (number);
  'acknowledged'?: (number);
  '_initial'?: "initial";
  '_announced'?: "announced";
  '_acknowledged'?: "acknowledged";
}

export interface SettingState__Output {
  'id': (string);
  'code': (number);
  'initial'?: (number);
  'announced'?: (number);
  'acknowledged'?: (number);
}
