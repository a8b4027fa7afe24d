/** Who answers: one of many replicas, as the replies tell it. */

export interface Identity {
  readonly hostname: string;
  readonly pod?: string;
  readonly namespace?: string;
  readonly node?: string;
  readonly version: string;
}
