/** Where the source that a finding names can be read: "RFC 9113 §6.8" → its section. Names of no known place stay text. */

export interface SpecLink {
  readonly text: string;
  readonly href: string | undefined;
}

const GRPC_DOC = 'https://github.com/grpc/grpc/blob/master/doc';
const GRFC = 'https://github.com/grpc/proposal/blob/master';

/** By the beginning of the name, up to a comma or its end. */
const PLACES: { readonly [name: string]: string } = {
  'gRFC A6': `${GRFC}/A6-client-retries.md`,
  'gRFC A8': `${GRFC}/A8-client-side-keepalive.md`,
  'gRFC A9': `${GRFC}/A9-server-side-conn-mgt.md`,
  'gRPC PROTOCOL-HTTP2': `${GRPC_DOC}/PROTOCOL-HTTP2.md`,
  'gRPC PROTOCOL-WEB': `${GRPC_DOC}/PROTOCOL-WEB.md`,
  'gRPC statuscodes': `${GRPC_DOC}/statuscodes.md`,
  'gRPC http-grpc-status-mapping': `${GRPC_DOC}/http-grpc-status-mapping.md`,
  'gRPC keepalive': `${GRPC_DOC}/keepalive.md`,
  'gRPC compression': `${GRPC_DOC}/compression.md`,
  'gRPC deadlines': 'https://grpc.io/docs/guides/deadlines/',
  'gRPC performance best practices': 'https://grpc.io/docs/guides/performance/',
  'Linux PSI': 'https://docs.kernel.org/accounting/psi.html',
  'Linux cgroup v1': 'https://docs.kernel.org/scheduler/sched-bwc.html',
  'Linux cgroup v2': 'https://docs.kernel.org/admin-guide/cgroup-v2.html',
  'Node.js perf_hooks': 'https://nodejs.org/api/perf_hooks.html',
};

/** By the whole name. */
const PAGES: { readonly [name: string]: string } = {
  'Envoy FAQ, How do I configure timeouts?': 'https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts',
  'Envoy documentation, How do I configure timeouts?':
    'https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts',
  'Envoy documentation, HTTP header manipulation':
    'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers',
  'Envoy, Access logging: response flags and response code details':
    'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage',
  'Istio documentation, Application Requirements: Ports used by Istio':
    'https://istio.io/latest/docs/ops/deployment/application-requirements/',
  'Envoy documentation, x-envoy-attempt-count':
    'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter',
  'Kubernetes, Assign Memory Resources to Containers':
    'https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/',
};

const RFC = /^RFC (\d{1,5})(?: §(\d{1,3}(?:\.\d{1,3}){0,4}))?$/;
const CVE = /^CVE-\d{4}-\d{4,7}$/;

export function specLink(text: string): SpecLink {
  return {
    text,
    href: rfcHref(text) ?? cveHref(text) ?? known(PAGES, text) ?? known(PLACES, text.split(',')[0] ?? text),
  };
}

function rfcHref(text: string): string | undefined {
  const [, number, section] = RFC.exec(text) ?? [];
  if (number === undefined) return undefined;
  const page = `https://www.rfc-editor.org/rfc/rfc${number}.html`;
  return section === undefined ? page : `${page}#section-${section}`;
}

function cveHref(text: string): string | undefined {
  return CVE.test(text) ? `https://www.cve.org/CVERecord?id=${text}` : undefined;
}

/** Names come from a trace, "constructor" perhaps. */
function known(table: { readonly [name: string]: string }, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
