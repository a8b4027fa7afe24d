// Command grpc-go-server is a server on grpc-go as its users have it: the health service, whose Watch is a stream that does not
// end, behind grpc-go's own policies for connections. Without flags they are grpc-go's defaults.
//
// It writes its address when it listens, and ends on SIGTERM.
package main

import (
	"crypto/tls"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/keepalive"
)

func main() {
	address := flag.String("listen", "127.0.0.1:0", "where to listen")
	minTime := flag.Duration("min-time", 5*time.Minute, "EnforcementPolicy.MinTime")
	permitWithoutStream := flag.Bool("permit-without-stream", false, "EnforcementPolicy.PermitWithoutStream")
	maxAge := flag.Duration("max-connection-age", 0, "ServerParameters.MaxConnectionAge")
	maxAgeGrace := flag.Duration("max-connection-age-grace", 0, "ServerParameters.MaxConnectionAgeGrace")
	maxHeaderList := flag.Uint("max-header-list-size", 0, "MaxHeaderListSize")
	certificate := flag.String("tls-cert", "", "PEM: TLS and nothing else")
	key := flag.String("tls-key", "", "PEM")
	flag.Parse()

	options := []grpc.ServerOption{
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{
			MinTime:             *minTime,
			PermitWithoutStream: *permitWithoutStream,
		}),
		grpc.KeepaliveParams(keepalive.ServerParameters{
			MaxConnectionAge:      *maxAge,
			MaxConnectionAgeGrace: *maxAgeGrace,
		}),
	}
	if *maxHeaderList > 0 {
		options = append(options, grpc.MaxHeaderListSize(uint32(*maxHeaderList)))
	}
	if *certificate != "" {
		pair, err := tls.LoadX509KeyPair(*certificate, *key)
		if err != nil {
			log.Fatal(err)
		}
		options = append(options, grpc.Creds(credentials.NewServerTLSFromCert(&pair)))
	}
	serve(*address, options)
}

func serve(address string, options []grpc.ServerOption) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer(options...)
	healthpb.RegisterHealthServer(server, health.NewServer())

	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM)
	go func() {
		<-ended
		server.Stop()
	}()
	fmt.Println("listening on", listener.Addr())
	if err := server.Serve(listener); err != nil {
		log.Fatal(err)
	}
}
