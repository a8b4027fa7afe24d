package main

import (
	"context"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	podutil "k8s.io/kubernetes/pkg/api/pod"
	"k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	appsvalidation "k8s.io/kubernetes/pkg/apis/apps/validation"
	"k8s.io/kubernetes/pkg/apis/batch"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	batchvalidation "k8s.io/kubernetes/pkg/apis/batch/validation"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	corevalidation "k8s.io/kubernetes/pkg/apis/core/validation"
	"k8s.io/kubernetes/pkg/apis/networking"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	networkingvalidation "k8s.io/kubernetes/pkg/apis/networking/validation"
	"k8s.io/kubernetes/pkg/apis/policy"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	policyvalidation "k8s.io/kubernetes/pkg/apis/policy/validation"
	"k8s.io/pod-security-admission/api"
	podsecurity "k8s.io/pod-security-admission/policy"
)

var strict = json.NewSerializerWithOptions(json.DefaultMetaFactory, legacyscheme.Scheme, legacyscheme.Scheme,
	json.SerializerOptions{Yaml: true, Strict: true})

func isBuiltIn(kind schema.GroupVersionKind) bool {
	return legacyscheme.Scheme.Recognizes(kind)
}

// What an API server does with a new object, in its order: it decodes it strictly (as kubectl asks it to), sets defaults, and
// validates. The JSON schema says little more, but it is what other tools and older clients go by.
func validateBuiltIn(document []byte, raw *unstructured.Unstructured, catalog *catalog, level api.Level) []string {
	object, _, err := strict.Decode(document, nil, nil)
	if err != nil {
		return []string{err.Error()}
	}
	problems := validateBySchema(raw, catalog)
	if accessor, ok := object.(metav1.Object); ok && accessor.GetNamespace() == "" {
		// `kubectl -n` or a kustomization of the user's sets it.
		accessor.SetNamespace("default")
	}
	legacyscheme.Scheme.Default(object)
	internal, err := legacyscheme.Scheme.ConvertToVersion(object, runtime.InternalGroupVersioner)
	if err != nil {
		return append(problems, err.Error())
	}
	problems = append(problems, texts(validateInternal(internal))...)
	if template := podTemplateOf(object); template != nil {
		problems = append(problems, podSecurityProblems(template, level)...)
	}
	return problems
}

func validateBySchema(raw *unstructured.Unstructured, catalog *catalog) []string {
	definition, err := catalog.builtIn(raw.GroupVersionKind())
	if err != nil {
		return []string{err.Error()}
	}
	validator := validation.NewSchemaValidatorFromOpenAPI(definition)
	return texts(validation.ValidateCustomResource(nil, raw.UnstructuredContent(), validator))
}

// A kind that is not here is a problem, and not one that passes unseen.
func validateInternal(object runtime.Object) field.ErrorList {
	switch object := object.(type) {
	case *apps.Deployment:
		list := appsvalidation.ValidateDeployment(object, podutil.GetValidationOptionsFromPodTemplate(&object.Spec.Template, nil))
		return append(list, templateWarnings(&object.Spec.Template)...)
	case *apps.DaemonSet:
		list := appsvalidation.ValidateDaemonSet(object, podutil.GetValidationOptionsFromPodTemplate(&object.Spec.Template, nil))
		return append(list, templateWarnings(&object.Spec.Template)...)
	case *batch.Job:
		options := batchvalidation.JobValidationOptions{
			PodValidationOptions: podutil.GetValidationOptionsFromPodTemplate(&object.Spec.Template, nil),
		}
		// The selector and its label are the API server's own to make.
		object.Spec.ManualSelector = ptr(true)
		object.Spec.Selector = &metav1.LabelSelector{MatchLabels: object.Spec.Template.Labels}
		return append(batchvalidation.ValidateJobCreate(object, options), templateWarnings(&object.Spec.Template)...)
	case *batch.CronJob:
		template := &object.Spec.JobTemplate.Spec.Template
		list := batchvalidation.ValidateCronJobCreate(object, podutil.GetValidationOptionsFromPodTemplate(template, nil))
		return append(list, templateWarnings(template)...)
	case *core.Service:
		// The API server puts the one into the other before it validates.
		if object.Spec.ClusterIP != "" {
			object.Spec.ClusterIPs = []string{object.Spec.ClusterIP}
		}
		return corevalidation.ValidateServiceCreate(object)
	case *core.ServiceAccount:
		return corevalidation.ValidateServiceAccount(object)
	case *core.ConfigMap:
		return corevalidation.ValidateConfigMap(object)
	case *networking.NetworkPolicy:
		return networkingvalidation.ValidateNetworkPolicy(object, networkingvalidation.ValidationOptionsForNetworking(object, nil))
	case *policy.PodDisruptionBudget:
		return policyvalidation.ValidatePodDisruptionBudget(object, policyvalidation.PodDisruptionBudgetValidationOptions{})
	}
	return field.ErrorList{field.InternalError(nil, fmt.Errorf("k8s-validate has no validation for %T: add it to builtin.go", object))}
}

// What the API server would warn of, deprecated fields for example, is a problem as well.
func templateWarnings(template *core.PodTemplateSpec) field.ErrorList {
	var list field.ErrorList
	path := field.NewPath("spec", "template")
	for _, warning := range podutil.GetWarningsForPodTemplate(context.Background(), path, template, nil) {
		list = append(list, field.Forbidden(path, warning))
	}
	return list
}

func podTemplateOf(object runtime.Object) *corev1.PodTemplateSpec {
	switch object := object.(type) {
	case *appsv1.Deployment:
		return &object.Spec.Template
	case *appsv1.DaemonSet:
		return &object.Spec.Template
	case *batchv1.Job:
		return &object.Spec.Template
	case *batchv1.CronJob:
		return &object.Spec.JobTemplate.Spec.Template
	}
	return nil
}

func podSecurityProblems(template *corev1.PodTemplateSpec, level api.Level) []string {
	evaluator, err := podsecurity.NewEvaluator(podsecurity.DefaultChecks(), nil)
	if err != nil {
		return []string{err.Error()}
	}
	version := api.LevelVersion{Level: level, Version: api.LatestVersion()}
	var problems []string
	for _, result := range evaluator.EvaluatePod(version, &template.ObjectMeta, &template.Spec) {
		if !result.Allowed {
			problems = append(problems, fmt.Sprintf("Pod Security %s: %s: %s", level, result.ForbiddenReason, result.ForbiddenDetail))
		}
	}
	return problems
}

func texts(list field.ErrorList) []string {
	var lines []string
	for _, err := range list {
		lines = append(lines, err.Error())
	}
	return lines
}

func ptr[T any](value T) *T { return &value }
