// Command kubectl has the one command of kubectl that needs no cluster, `kubectl kustomize`: kubectl's own code, in the version
// that go.mod pins. All of kubectl takes twice the time to be built.
package main

import (
	"os"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/cmd/kustomize"
)

func main() {
	streams := genericiooptions.IOStreams{In: os.Stdin, Out: os.Stdout, ErrOut: os.Stderr}
	kubectl := &cobra.Command{Use: "kubectl", SilenceUsage: true}
	kubectl.AddCommand(kustomize.NewCmdKustomize(streams))
	if kubectl.Execute() != nil {
		os.Exit(1)
	}
}
