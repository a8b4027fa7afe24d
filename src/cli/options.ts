/**
 * What a user can type: each option of `serve`, with its meaning, range, default, name in the environment, and what other tools
 * call it. One file a group, in `options/`.
 */

import type { Option } from 'commander';
import { type AdminOptions, adminOptions } from './options/admin.ts';
import { type EchoOptions, echoOptions } from './options/echo.ts';
import { type EndingOptions, endingOptions } from './options/ending.ts';
import { type ListenOptions, listenOptions } from './options/listen.ts';
import { type OutputOptions, outputOptions } from './options/output.ts';
import { type PolicyOptions, policyOptions } from './options/policy.ts';
import { type ProxyProtocolOptions, proxyProtocolOptions } from './options/proxy-protocol.ts';
import { type TlsOptions, tlsOptions } from './options/tls.ts';
import { type TraceOptions, traceOptions } from './options/trace.ts';

/** What was typed, flag or environment, each value within its own range. */
export interface ServeOptions
  extends ListenOptions,
    TlsOptions,
    ProxyProtocolOptions,
    EchoOptions,
    AdminOptions,
    TraceOptions,
    OutputOptions,
    EndingOptions,
    PolicyOptions {}

/** In the order of the help text. */
export function serveOptions(): Option[] {
  return [
    ...under('Ports:', [...listenOptions(), ...echoOptions(), ...adminOptions()]),
    ...under('TLS and PROXY protocol:', [...tlsOptions(), ...proxyProtocolOptions()]),
    ...under('Trace:', traceOptions()),
    ...under('Captures, access log, metrics and spans:', outputOptions()),
    ...under('Ends of calls and connections:', endingOptions()),
    ...under('HTTP/2 connections and gRPC messages (docs/policies.md):', policyOptions()),
  ];
}

/** With the heading that they have in the help text. */
function under(heading: string, options: readonly Option[]): readonly Option[] {
  return options.map((option) => option.helpGroup(heading));
}
