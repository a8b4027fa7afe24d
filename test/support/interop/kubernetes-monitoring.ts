/** The alerts and the dashboard of k8s/components/monitoring. */

import { manifest, textOf } from './kubernetes-manifests.ts';

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook: string };
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly AlertRule[];
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly datasource: unknown }[];
}

export interface Query {
  readonly panel: string;
  readonly expr: string;
}

/** As a file of rules has them: Prometheus itself knows no PrometheusRule. */
export function ruleGroups(): readonly RuleGroup[] {
  const { spec } = manifest<{ spec: { groups: readonly RuleGroup[] } }>('components/monitoring/prometheus-rule.yaml');
  return spec.groups;
}

export function alertRules(): readonly AlertRule[] {
  return ruleGroups().flatMap(({ rules }) => rules);
}

export function dashboardText(): string {
  return textOf('components/monitoring/dashboard.json');
}

export function dashboardQueries(): readonly Query[] {
  const { panels } = JSON.parse(dashboardText()) as { readonly panels: readonly Panel[] };
  return panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ panel: title, expr })));
}
