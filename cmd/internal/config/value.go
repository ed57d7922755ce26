package config

import (
	"fmt"
	"math"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"time"

	"carehouse/models"
)

// value fills one value of any type that a configuration may have.
func (d *decoder) value(dst reflect.Value, n node, path string, t tag) {
	if n.shape == missing && dst.Type() != reflect.TypeFor[[]Tenant]() {
		d.complain(n.line, path, "no value", "a key stands there with nothing behind it", "give it a value, or remove the line")
		return
	}
	switch p := dst.Addr().Interface().(type) {
	case *models.Secret:
		d.secret(p, n, path)
	case *[]Tenant:
		d.tenants(p, n)
	case *time.Duration:
		scalar(d, p, n, path, ParseDuration, "a duration such as 30d, 12h or 10m")
	case *Size:
		scalar(d, p, n, path, ParseSize, "a size such as 640MB or 2GiB")
	case *models.Date:
		scalar(d, p, n, path, parseDate, "a day such as 2024-01-31")
	case *time.Time:
		scalar(d, p, n, path, parseDay, "a day such as 2024-01-31")
	default:
		d.kind(dst, n, path, t)
	}
}

// kind fills a value by its kind.
func (d *decoder) kind(dst reflect.Value, n node, path string, t tag) {
	switch dst.Kind() {
	case reflect.String:
		d.text(dst, n, path, t)
	case reflect.Bool:
		if n.shape != truth {
			d.wrong(n, path, "true or false")
			return
		}
		dst.SetBool(n.value == "true")
	case reflect.Int, reflect.Int64, reflect.Int32:
		whole, err := strconv.ParseInt(n.value, 10, dst.Type().Bits())
		if n.shape != number || err != nil {
			d.wrong(n, path, "a whole number")
			return
		}
		dst.SetInt(whole)
	case reflect.Float64:
		rate, err := strconv.ParseFloat(n.value, 64)
		if n.shape != number || err != nil || math.IsNaN(rate) || math.IsInf(rate, 0) {
			d.wrong(n, path, "a number")
			return
		}
		dst.SetFloat(rate)
	case reflect.Map:
		d.table(dst, n, path, t)
	case reflect.Struct:
		d.object(dst, n, path+".")
	case reflect.Pointer:
		if t.kind == "yaml" {
			d.ownFile(dst, n, path)
			return
		}
		dst.Set(reflect.New(dst.Type().Elem()))
		d.value(dst.Elem(), n, path, t)
	case reflect.Slice:
		d.list(dst, n, path, t)
	default:
		d.complain(n.line, path, "cannot be configured", "the program reads no "+dst.Kind().String(), "remove the line")
	}
}

func (d *decoder) list(dst reflect.Value, n node, path string, t tag) {
	if n.shape != list {
		d.wrong(n, path, "a list")
		return
	}
	dst.Set(reflect.MakeSlice(dst.Type(), len(n.items), len(n.items)))
	for i, item := range n.items {
		d.value(dst.Index(i), item, fmt.Sprintf("%s[%d]", path, i), t)
	}
}

// table fills a map, whose keys are the user's own words.
func (d *decoder) table(dst reflect.Value, n node, path string, t tag) {
	if n.shape != mapping || dst.Type().Key().Kind() != reflect.String {
		d.wrong(n, path, "names with values below them")
		return
	}
	dst.Set(reflect.MakeMap(dst.Type()))
	seen := map[string]bool{}
	for _, f := range n.fields {
		if !d.word(f.key) || seen[f.key] {
			d.odd(f, path+".")
			continue
		}
		seen[f.key] = true
		d.lines[path+"."+f.key] = f.line
		value := reflect.New(dst.Type().Elem()).Elem()
		d.value(value, f.value, path+"."+f.key, t)
		dst.SetMapIndex(reflect.ValueOf(f.key).Convert(dst.Type().Key()), value)
	}
}

func (d *decoder) text(dst reflect.Value, n node, path string, t tag) {
	if t.kind == "token" {
		d.token(dst, n, path)
		return
	}
	if n.shape != text || n.value == "" {
		if n.shape == number || n.shape == truth {
			d.complain(n.line, path, "not text", "without quotes YAML reads it as something else", `put it in quotes: "…"`)
			return
		}
		d.wrong(n, path, "text")
		return
	}
	value := n.value
	switch t.kind {
	case "url":
		if !d.url(n, path) {
			return
		}
	case "path":
		if d.shells(n, path, value) {
			return
		}
		value = d.resolve(value)
	}
	dst.SetString(value)
}

// resolve returns a path as seen from the working folder: in the file it is relative to the file.
func (d *decoder) resolve(path string) string {
	switch {
	case filepath.IsAbs(path):
		return filepath.Clean(path)
	case d.folder == ".": // as it was written is how it is recognised
		return path
	}
	return filepath.Join(d.folder, path)
}

// shells reports whether a path is meant for a shell, and complains. Taken as it is written it would make a folder that is called ~.
func (d *decoder) shells(n node, path, name string) bool {
	if !strings.HasPrefix(name, "~") {
		return false
	}
	d.complain(n.line, path, "a path that begins with ~", "only a shell knows whose home that is", "write it out: /home/…")
	return true
}

// wrong complains about a value of another shape.
func (d *decoder) wrong(n node, path, want string) {
	if n.shape == foreign {
		d.complain(n.line, path, "an anchor, alias, tag or merge", "a configuration says everything where it is meant",
			"write the value itself")
		return
	}
	d.complain(n.line, path, "not "+want, "that is the only thing that can stand here", "write "+want)
}

// scalar fills a value that is written as a word with a grammar of its own.
func scalar[T any](d *decoder, dst *T, n node, path string, read func(string) (T, error), want string) {
	got, err := read(n.value)
	if n.shape != text || err != nil {
		d.wrong(n, path, want)
		return
	}
	*dst = got
}

func parseDay(s string) (time.Time, error) { return time.Parse(time.DateOnly, s) }

func parseDate(s string) (models.Date, error) {
	day, err := parseDay(s)
	return models.DateOf(day), err
}
