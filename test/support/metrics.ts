/** Metrics for tests: fed by hand, and read as a scraper reads them. */

import type { Exchange, ExchangeEnd } from '../../src/exchanges/exchange.ts';
import { createMetrics, type Metrics, type MetricsOptions } from '../../src/sinks/metrics/metrics.ts';
import { START } from './events.ts';
import { keyOf, type ParsedFamily, parseExposition } from './prometheus-text.ts';

export const ECHO = { service: 'sre.echo.v1.EchoService', method: 'Echo' };

/** Closed by the test. */
export function metricsForTest(options: Partial<MetricsOptions> = {}): Metrics {
  return createMetrics({
    methodTypeOf: (service, method) => (service === ECHO.service && method === ECHO.method ? 'unary' : undefined),
    now: () => START,
    findings: () => [],
    ...options,
  });
}

export async function scrape(
  metrics: Metrics,
  format: 'text' | 'openmetrics' = 'text',
): Promise<ReadonlyMap<string, ParsedFamily>> {
  const { text } = await metrics.render(format === 'openmetrics');
  return parseExposition(text, format);
}

/** Labels of a sample (`code=CANCEL side=CLIENT`) → its value; those that are 0 are left out. */
export async function valuesOf(metrics: Metrics, name: string): Promise<{ readonly [labels: string]: number }> {
  const family = (await scrape(metrics)).get(name);
  if (family === undefined) throw new Error(`no metric ${name}`);
  const samples = family.samples.filter(({ value }) => value !== 0);
  return Object.fromEntries(samples.map((sample) => [labelsText(sample.labels), sample.value]));
}

/** `code=CANCEL side=CLIENT`, in the order of the text. */
export function labelsText(labels: ReadonlyMap<string, string>): string {
  return Array.from(labels, ([label, value]) => `${label}=${value}`).join(' ');
}

/** Of all series that there are: what a scraper would have to keep. */
export async function seriesOf(metrics: Metrics): Promise<readonly string[]> {
  const families = await scrape(metrics);
  return Array.from(families.values()).flatMap(({ samples }) =>
    samples.map(({ name, labels }) => `${name}${keyOf(labels)}`),
  );
}

export function exchangeOf(parts: Partial<Exchange> = {}): Exchange {
  return {
    conn: 'c1',
    streamId: 1,
    listener: 'grpc',
    protocol: 'h2c',
    peer: { address: '10.0.3.7', port: 44646 },
    startedAt: START,
    method: 'POST',
    path: `/${ECHO.service}/${ECHO.method}`,
    authority: 'echo.sre:50051',
    rpc: ECHO,
    milestones: [],
    ...parts,
  };
}

export function endOf(parts: Partial<ExchangeEnd> = {}): ExchangeEnd {
  return {
    time: START + 7_000,
    how: 'TRAILERS',
    endedBy: 'SERVER',
    httpStatus: 200,
    grpcStatus: { code: 0, name: 'OK', message: '' },
    origin: 'APPLICATION',
    originReason: 'the response is complete',
    durationMs: 7,
    request: { messages: 1, bytes: 12 },
    response: { messages: 1, bytes: 12 },
    ...parts,
  };
}

/** Starts and ends it. */
export function observe(metrics: Metrics, exchange: Exchange): void {
  metrics.exchanges.started(exchange);
  metrics.exchanges.ended(exchange);
}
