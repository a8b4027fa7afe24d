/** What a PromQL expression asks for, as far as ours go: every metric has matchers in braces. */

export interface AskedMetric {
  /** Without the suffix of a histogram's samples. */
  readonly family: string;
  readonly isBucket: boolean;
  readonly matchers: readonly { readonly label: string; readonly values: readonly string[] }[];
}

export function asked(expr: string): readonly AskedMetric[] {
  return Array.from(expr.matchAll(/\b([a-z]\w*)\{([^}]*)\}/g), ([, name = '', matchers = '']) => ({
    family: name.replace(/_(bucket|sum|count)$/, ''),
    isBucket: name.endsWith('_bucket'),
    matchers: Array.from(matchers.matchAll(/(\w+)(?:=|!=|=~|!~)"([^"]*)"/g), ([, label = '', value = '']) => {
      return { label, values: value.split('|') };
    }),
  }));
}

/** Labels of `by (…)` and `on (…)`. */
export function groupedBy(expr: string): readonly string[] {
  return Array.from(expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g), ([, labels = '']) => labels.split(/,\s*/)).flat();
}
