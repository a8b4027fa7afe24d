/** What the toolbox has: how each program tells its version, and what it says then. */

export interface ToolboxProgram {
  readonly command: readonly string[];
  readonly says: RegExp;
  /** wrk calls it an error to be asked. */
  readonly code?: number;
}

export const TOOLBOX_PROGRAMS: readonly ToolboxProgram[] = [
  { command: ['column', '--version'], says: /util-linux 2/ },
  { command: ['conntrack', '--version'], says: /conntrack v1/ },
  { command: ['curl', '--version'], says: /^curl 8.*\n.*\n[\s\S]*HTTP2/ },
  { command: ['dig', '-v'], says: /^DiG 9/ },
  { command: ['dumpcap', '--version'], says: /^Dumpcap \(Wireshark\) 4/ },
  { command: ['ethtool', '--version'], says: /^ethtool version/ },
  { command: ['ghz', '--version'], says: /^v0\./ },
  { command: ['grpcurl', '-version'], says: /^grpcurl v1/ },
  { command: ['h2load', '--version'], says: /^h2load nghttp2/ },
  { command: ['host', '-V'], says: /^host 9/ },
  { command: ['ip', '-V'], says: /^ip utility/ },
  { command: ['iperf3', '--version'], says: /^iperf 3/ },
  { command: ['jq', '--version'], says: /^jq-1/ },
  { command: ['k6', 'version'], says: /^k6 v/ },
  { command: ['less', '--version'], says: /^less \d/ },
  { command: ['mtr', '--version'], says: /^mtr 0/ },
  { command: ['nc', '-h'], says: /^OpenBSD netcat/ },
  { command: ['nghttp', '--version'], says: /^nghttp nghttp2/ },
  { command: ['nslookup', '-version'], says: /^nslookup 9/ },
  { command: ['nstat', '-V'], says: /^nstat utility/ },
  { command: ['openssl', 'version'], says: /^OpenSSL 3/ },
  { command: ['ping', '-V'], says: /^ping from iputils/ },
  { command: ['ps', '--version'], says: /^ps from procps-ng/ },
  { command: ['socat', '-V'], says: /^socat by Gerhard/ },
  { command: ['ss', '-V'], says: /^ss utility/ },
  { command: ['strace', '-V'], says: /^strace -- version 6/ },
  { command: ['tcpdump', '--version'], says: /^tcpdump version 4/ },
  { command: ['tracepath', '-V'], says: /^tracepath from iputils/ },
  { command: ['traceroute', '--version'], says: /^Modern traceroute/ },
  { command: ['tshark', '--version'], says: /^TShark \(Wireshark\) 4/ },
  { command: ['vi', '--version'], says: /^VIM - Vi IMproved 9/ },
  { command: ['wrk', '--version'], says: /^wrk debian/, code: 1 },
];
