package config

import (
	"reflect"
	"time"

	"carehouse/models"
)

// An object is a piece of JSON schema. The encoder writes its keys in order, so the same structs give the same bytes.
type object = map[string]any

// Schema returns the JSON schema (draft 2020-12) of carehouse.yaml, for editors. It is made from the same structs that
// the file is decoded into.
func Schema(drivers []Driver) map[string]any {
	s := structSchema(reflect.ValueOf(defaults()), nil)
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "carehouse.yaml"
	s["description"] = "The configuration of carehouse: where everything is kept and which accounts are fetched."
	kinds := []any{}
	for _, driver := range drivers {
		kinds = append(kinds, tenantSchema(driver))
	}
	tenants := s["properties"].(object)["tenants"].(object)
	tenants["minItems"] = 1
	tenants["items"] = object{"oneOf": kinds}
	return s
}

// tenantSchema describes a tenant of one source.
func tenantSchema(driver Driver) object {
	s := structSchema(reflect.ValueOf(driver.Config(driver.Name)).Elem(), []string{"name", "source"})
	s["title"] = driver.Name
	s["description"] = driver.Doc
	properties := s["properties"].(object)
	properties["name"] = object{
		"type": "string", "pattern": tenantName.String(),
		"description": "The tenant's name: _tenant on every row.",
	}
	properties["source"] = object{"enum": Names([]Driver{driver}), "description": "The API."}
	paces := object{}
	for _, dataset := range driver.Datasets {
		paces[dataset] = object{"type": "string", "pattern": durationPattern}
	}
	properties[everyKey] = object{
		"type": "object", "additionalProperties": false, "properties": paces,
		"description": "How often watch asks for datasets that have a pace of their own, as 10m or 1h. A dataset that follows " +
			"another goes at that one's pace.",
	}
	return s
}

// structSchema describes a struct whose present values are its defaults.
func structSchema(v reflect.Value, required []string) object {
	properties := object{}
	for f := range fieldsOf(v.Type()) {
		t := tagOf(f)
		p := valueSchema(v.FieldByIndex(f.Index), t)
		if doc := f.Tag.Get("doc"); doc != "" {
			p["description"] = doc
		}
		properties[t.key] = p
		if t.required {
			required = append(required, t.key)
		}
	}
	s := object{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// The grammars of words that are not plain text.
const (
	secretPattern   = `^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$`
	tokenPattern    = `^file:.+$`
	durationPattern = `^([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$`
	sizePattern     = `^[0-9]+([KMGT]i?)?B$`
)

func valueSchema(v reflect.Value, t tag) object {
	switch x := v.Interface().(type) {
	case models.Secret:
		return object{"type": "string", "pattern": secretPattern}
	case time.Duration:
		return withDefault(object{"type": "string", "pattern": durationPattern}, x != 0, FormatDuration(x))
	case Size:
		return withDefault(object{"type": "string", "pattern": sizePattern}, x != 0, FormatSize(x))
	case models.Date, time.Time:
		return object{"type": "string", "format": "date"}
	}
	switch v.Kind() {
	case reflect.Struct:
		return structSchema(v, nil)
	case reflect.Pointer:
		if t.kind == "yaml" {
			return object{"type": "string", "minLength": 1}
		}
		return valueSchema(reflect.New(v.Type().Elem()).Elem(), t)
	case reflect.Slice:
		return object{"type": "array", "items": valueSchema(reflect.New(v.Type().Elem()).Elem(), tag{})}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": valueSchema(reflect.New(v.Type().Elem()).Elem(), tag{})}
	case reflect.Float64:
		return withDefault(object{"type": "number"}, !v.IsZero(), v.Interface())
	case reflect.Bool:
		return object{"type": "boolean", "default": v.Bool()}
	case reflect.String:
		s := object{"type": "string", "minLength": 1}
		switch t.kind {
		case "url":
			s["format"] = "uri"
		case "token":
			return object{"type": "string", "pattern": tokenPattern}
		}
		return withDefault(s, v.String() != "", v.String())
	default:
		return withDefault(object{"type": "integer"}, !v.IsZero(), v.Interface())
	}
}

func withDefault(s object, has bool, value any) object {
	if has {
		s["default"] = value
	}
	return s
}
