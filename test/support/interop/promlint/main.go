// Command promlint does what `promtool check metrics` does: it reads metrics in the text format on stdin, and prints what is
// wrong with them, a line each. Exit code 0: nothing; 1: they do not parse; 3: they do, and something is wrong.
package main

import (
	"fmt"
	"os"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
)

func main() {
	problems, err := promlint.New(os.Stdin).Lint()
	if err != nil {
		fmt.Fprintln(os.Stderr, "promlint:", err)
		os.Exit(1)
	}
	for _, problem := range problems {
		fmt.Println(problem.Metric, problem.Text)
	}
	if len(problems) > 0 {
		os.Exit(3)
	}
}
