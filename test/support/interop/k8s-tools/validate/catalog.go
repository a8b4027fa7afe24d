package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/apiserver/pkg/cel/openapi/resolver"
	"k8s.io/kube-openapi/pkg/spec3"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/yaml"
)

// The schemas of a folder that schemas.sh has made: `openapi` has those of Kubernetes, a file for each group and version, and
// `crds` the CustomResourceDefinitions, in files of whatever name.
type catalog struct {
	openAPI string
	crds    []string
	// What has been read of crds: they are megabytes, and most objects are of Kubernetes itself.
	customs map[schema.GroupVersionKind]*apiextensionsv1.JSONSchemaProps
}

func openCatalog(folder string) (*catalog, error) {
	files, err := filepath.Glob(filepath.Join(folder, "crds", "*.yaml"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, errors.New("no CRDs there")
	}
	return &catalog{openAPI: filepath.Join(folder, "openapi"), crds: files}, nil
}

func readDefinitions(file string, into map[schema.GroupVersionKind]*apiextensionsv1.JSONSchemaProps) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	documents := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var definition apiextensionsv1.CustomResourceDefinition
		if err := yaml.Unmarshal(document, &definition); err != nil {
			return err
		}
		for _, version := range definition.Spec.Versions {
			kind := schema.GroupVersionKind{Group: definition.Spec.Group, Version: version.Name, Kind: definition.Spec.Names.Kind}
			into[kind] = version.Schema.OpenAPIV3Schema
		}
	}
}

func (c *catalog) custom(kind schema.GroupVersionKind) (*apiextensionsv1.JSONSchemaProps, error) {
	if c.customs == nil {
		c.customs = map[schema.GroupVersionKind]*apiextensionsv1.JSONSchemaProps{}
		for _, file := range c.crds {
			if err := readDefinitions(file, c.customs); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
		}
	}
	if found, ok := c.customs[kind]; ok {
		return found, nil
	}
	return nil, fmt.Errorf("no schema for %s: it is no kind of Kubernetes, and of none of the CRDs that schemas.sh names", kind)
}

// The JSON schema of a kind of Kubernetes, with what it refers to in place.
func (c *catalog) builtIn(kind schema.GroupVersionKind) (*spec.Schema, error) {
	file := "api__" + kind.Version + "_openapi.json"
	if kind.Group != "" {
		file = "apis__" + kind.Group + "__" + kind.Version + "_openapi.json"
	}
	text, err := os.ReadFile(filepath.Join(c.openAPI, file))
	if err != nil {
		return nil, err
	}
	var document spec3.OpenAPI
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, err
	}
	if either, ok := document.Components.Schemas["io.k8s.apimachinery.pkg.util.intstr.IntOrString"]; ok {
		// No format that validators know. Its oneOf says the same.
		either.Format = ""
	}
	for name, definition := range document.Components.Schemas {
		if !describes(definition, kind) {
			continue
		}
		return resolver.PopulateRefs(func(ref string) (*spec.Schema, bool) {
			found, ok := document.Components.Schemas[strings.TrimPrefix(ref, "#/components/schemas/")]
			return found, ok
		}, name)
	}
	return nil, fmt.Errorf("no schema for %s in %s", kind, file)
}

func describes(definition *spec.Schema, kind schema.GroupVersionKind) bool {
	var kinds []struct{ Group, Version, Kind string }
	if definition.Extensions.GetObject("x-kubernetes-group-version-kind", &kinds) != nil || len(kinds) != 1 {
		return false
	}
	return schema.GroupVersionKind(kinds[0]) == kind
}
