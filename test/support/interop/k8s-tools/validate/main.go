// Command k8s-validate says what an API server would refuse of the Kubernetes objects on stdin, YAML documents as kustomize
// renders them, without one: with the code and the schemas of the release that go.mod pins, and with the CRDs of `schemas.sh`.
//
//	kubectl kustomize k8s/base | k8s-validate [--schemas DIR] [--pod-security restricted]
//
// A line for each problem. Exit code 0: there is none; 1: there are some; 2: it was called in a wrong way.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/json"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/pod-security-admission/api"
	"sigs.k8s.io/yaml"
)

func main() {
	schemas := flag.String("schemas", besideBin("k8s-schemas"), "where schemas.sh has put the schemas")
	level := flag.String("pod-security", "privileged", "Pod Security level that each pod must pass: privileged, baseline or restricted")
	flag.Parse()
	podSecurity, err := api.ParseLevel(*level)
	if err != nil || flag.NArg() > 0 {
		usage("--pod-security %q, arguments %q: expected privileged, baseline or restricted, and objects on stdin", *level, flag.Args())
	}
	catalog, err := openCatalog(*schemas)
	if err != nil {
		usage("--schemas %s: %v; scripts/install-interop.sh makes them", *schemas, err)
	}
	objects, problems := validateAll(os.Stdin, catalog, podSecurity)
	for _, problem := range problems {
		fmt.Println(problem)
	}
	if len(problems) > 0 {
		os.Exit(1)
	}
	fmt.Printf("%d objects are valid\n", objects)
}

func usage(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "k8s-validate: "+format+"\n", values...)
	os.Exit(2)
}

// The folder of that name next to the bin that this program is in.
func besideBin(name string) string {
	program, err := os.Executable()
	if err != nil {
		return name
	}
	return filepath.Join(filepath.Dir(program), "..", name)
}

// No object at all is a problem: what rendered nothing would pass.
func validateAll(input io.Reader, catalog *catalog, level api.Level) (objects int, problems []string) {
	documents := utilyaml.NewYAMLReader(bufio.NewReader(input))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return objects, append(problems, fmt.Sprintf("document %d: %v", objects+1, err))
		}
		objects++
		problems = append(problems, validateDocument(document, objects, catalog, level)...)
	}
	if objects == 0 {
		problems = append(problems, "no object on stdin")
	}
	return objects, problems
}

func validateDocument(document []byte, number int, catalog *catalog, level api.Level) []string {
	content, err := contentOf(document)
	if err != nil {
		return []string{fmt.Sprintf("document %d: %v", number, err)}
	}
	object := &unstructured.Unstructured{Object: content}
	name := fmt.Sprintf("%s/%s", object.GetKind(), object.GetName())
	var found []string
	if isBuiltIn(object.GroupVersionKind()) {
		found = validateBuiltIn(document, object, catalog, level)
	} else {
		found = validateCustom(object, catalog)
	}
	for i, problem := range found {
		found[i] = name + ": " + problem
	}
	return found
}

// Whole numbers as int64, which schemas and CEL rules tell from others. A key that is there twice is an error.
func contentOf(document []byte) (map[string]any, error) {
	text, err := yaml.YAMLToJSONStrict(document)
	if err != nil {
		return nil, err
	}
	var content map[string]any
	return content, json.Unmarshal(text, &content)
}
