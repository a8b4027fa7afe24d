// Clients in Go with the settings that they have by default, for test/interop: what each does is counted, and told as JSON.
//
//	go-client calls HOST:PORT      grpc-go: each kind of call, metadata, a pause, an orderly close
//	go-client requests URL         net/http: many requests, at once and in turn
//	go-client probes GRPC HTTP N   what a kubelet does: N probes of each kind, each on a connection of its own
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
)

// Done is what a client says that it has done; all of it succeeded.
type Done struct {
	Connections int `json:"connections"`
	Calls       int `json:"calls"`
}

func main() {
	done, err := run(context.Background(), os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(done); err != nil {
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) (Done, error) {
	switch {
	case len(args) == 2 && args[0] == "calls":
		return runCalls(ctx, args[1])
	case len(args) == 2 && args[0] == "requests":
		return runRequests(ctx, args[1])
	case len(args) == 4 && args[0] == "probes":
		return runProbes(ctx, args[1], args[2], args[3])
	}
	return Done{}, fmt.Errorf("go-client: %q came: expected calls ADDRESS, requests URL or probes ADDRESS ADDRESS N", args)
}
