package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
)

const (
	userAgent = "kube-probe/1.34"
	timeout   = time.Second * 5
	// Between two probes of a kind. A kubelet waits a second at least.
	period = 200 * time.Millisecond
)

// What a kubelet does (pkg/probe of Kubernetes): httpGet, by HTTP and HTTPS, tcpSocket and grpc, in turn.
func runProbes(ctx context.Context, grpcAddress, httpAddress, times string) (Done, error) {
	count, err := strconv.Atoi(times)
	if err != nil {
		return Done{}, err
	}
	kinds := []func() error{
		func() error { return httpProbe(ctx, "http://"+httpAddress+"/healthz") },
		func() error { return httpProbe(ctx, "https://"+httpAddress+"/readyz") },
		func() error { return tcpProbe(grpcAddress) },
		func() error { return tcpProbe(httpAddress) },
		func() error { return grpcProbe(ctx, grpcAddress) },
	}
	for range count {
		for _, probe := range kinds {
			if err := probe(); err != nil {
				return Done{}, err
			}
		}
		time.Sleep(period)
	}
	// The two of TCP call nothing.
	return Done{Connections: count * len(kinds), Calls: count * (len(kinds) - 2)}, nil
}

// Lingers for a second at most when it closes, so that ports are not kept.
func dialer() *net.Dialer {
	return &net.Dialer{Timeout: timeout, Control: func(_, _ string, c syscall.RawConn) error {
		return c.Control(func(fd uintptr) {
			_ = syscall.SetsockoptLinger(int(fd), syscall.SOL_SOCKET, syscall.SO_LINGER, &syscall.Linger{Onoff: 1, Linger: 1})
		})
	}}
}

func httpProbe(ctx context.Context, url string) error {
	transport := &http.Transport{
		TLSClientConfig:    &tls.Config{InsecureSkipVerify: true},
		DisableKeepAlives:  true,
		DisableCompression: true,
		DialContext:        dialer().DialContext,
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	request.Header = http.Header{"User-Agent": {userAgent}, "Accept": {"*/*"}}
	response, err := (&http.Client{Timeout: timeout, Transport: transport}).Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(response.Body, 10<<10)); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", url, response.Status)
	}
	return nil
}

func tcpProbe(address string) error {
	conn, err := dialer().Dial("tcp", address)
	if err != nil {
		return err
	}
	return conn.Close()
}

func grpcProbe(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	conn, err := grpc.NewClient("passthrough:///"+address,
		grpc.WithUserAgent(userAgent),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, address string) (net.Conn, error) {
			return dialer().DialContext(ctx, "tcp", address)
		}))
	if err != nil {
		return err
	}
	defer conn.Close()
	response, err := healthpb.NewHealthClient(conn).Check(ctx, &healthpb.HealthCheckRequest{})
	if err == nil && response.GetStatus() != healthpb.HealthCheckResponse_SERVING {
		return fmt.Errorf("grpc probe: %s", response.GetStatus())
	}
	return err
}
