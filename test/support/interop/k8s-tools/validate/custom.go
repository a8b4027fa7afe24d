package main

import (
	"context"
	"fmt"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
)

// What an API server does with a new custom resource: unknown fields, defaults, the schema, lists that are sets or maps, and the
// CEL rules of the CRD.
func validateCustom(object *unstructured.Unstructured, catalog *catalog) []string {
	definition, err := catalog.custom(object.GroupVersionKind())
	if err != nil {
		return []string{err.Error()}
	}
	properties := &apiextensions.JSONSchemaProps{}
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(definition, properties, nil); err != nil {
		return []string{err.Error()}
	}
	structural, err := structuralschema.NewStructural(properties)
	if err != nil {
		return []string{err.Error()}
	}
	validator, _, err := validation.NewSchemaValidator(properties)
	if err != nil {
		return []string{err.Error()}
	}
	content := object.UnstructuredContent()
	var problems []string
	// Prunes too: so what is validated below is what would be stored.
	unknown := pruning.PruneWithOptions(content, structural, true, structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	for _, path := range unknown {
		problems = append(problems, fmt.Sprintf("unknown field %q", path))
	}
	defaulting.Default(content, structural)
	list := validation.ValidateCustomResource(nil, content, validator)
	list = append(list, listtype.ValidateListSetsAndMaps(nil, structural, content)...)
	if len(list) == 0 {
		// As the API server: rules are made for objects that their schema lets through.
		rules := cel.NewValidator(structural, true, celconfig.PerCallLimit)
		broken, _ := rules.Validate(context.Background(), nil, structural, content, nil, celconfig.RuntimeCELCostBudget)
		list = append(list, broken...)
	}
	return append(problems, texts(list)...)
}
