/** /metrics, of whichever server has it. */

/**
 * Never rejects.
 *
 * @param accept of the request: it may ask for OpenMetrics
 */
export type MetricsText = (accept: string | undefined) => Promise<{
  readonly contentType: string;
  readonly text: string;
}>;
