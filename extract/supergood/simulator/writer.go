package simulator

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// A writer writes records in a dialect's spelling. encoding/json sorts the members of a map and forgets the order in
// which an API tells them.
type writer struct {
	spelling *spelling
	dataset  string
}

// respell moves the members of an object to where the dialect has them. The prefix is the path of a list of ours that the
// object is an element of, with a dot, or nothing.
func (w writer) respell(prefix string, members object) object {
	var out object
	inside := ""
	if prefix != "" {
		inside = w.spelling.theirs(w.dataset, strings.TrimSuffix(prefix, ".")) + "."
	}
	for _, m := range members {
		path := strings.TrimPrefix(w.spelling.theirs(w.dataset, prefix+m.name), inside)
		value := m.value
		if list, ok := value.([]any); ok {
			elements := make([]any, len(list))
			for i, e := range list {
				elements[i] = e
				if o, ok := e.(object); ok {
					elements[i] = w.respell(prefix+m.name+".", o)
				}
			}
			value = elements
		}
		out = out.put(path, value)
	}
	return out
}

// put sets what is at a path, with the objects on the way.
func (o object) put(path string, value any) object {
	name, rest, deeper := strings.Cut(path, ".")
	for i := range o {
		if o[i].name == name {
			if inner, ok := o[i].value.(object); ok && deeper {
				o[i].value = inner.put(rest, value)
			} else {
				o[i].value = value
			}
			return o
		}
	}
	if deeper {
		value = object(nil).put(rest, value)
	}
	return append(o, member{name, value})
}

// theirs is where the dialect has what we call by a path.
func (sp *spelling) theirs(dataset, path string) string {
	if there, ok := sp.fields[dataset][path]; ok {
		return there
	}
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return sp.theirs(dataset, path[:i]) + "." + sp.word(path[i+1:])
	}
	return sp.word(path)
}

// word is how the dialect spells a name that it has no other one for.
func (sp *spelling) word(name string) string {
	if !sp.camel {
		return name
	}
	parts := strings.Split(name, "_")
	for i, p := range parts[1:] {
		parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
	}
	return strings.Join(parts, "")
}

// value writes a value.
func (w writer) value(dst []byte, v any) []byte {
	switch x := v.(type) {
	case nil:
		return append(dst, "null"...)
	case string:
		return append(dst, raw(x)...)
	case bool:
		return strconv.AppendBool(dst, x)
	case int:
		return strconv.AppendInt(dst, int64(x), 10)
	case ident:
		if w.spelling.numbers {
			return append(dst, x...)
		}
		return append(append(append(dst, '"'), x...), '"')
	case date:
		return time.Time(x).AppendFormat(dst, `"2006-01-02"`)
	case time.Time:
		return x.UTC().AppendFormat(dst, `"2006-01-02T15:04:05Z07:00"`)
	case money:
		dst = strconv.AppendInt(dst, int64(x)/100, 10)
		return append(dst, '.', byte('0'+x/10%10), byte('0'+x%10))
	case json.RawMessage:
		return append(dst, x...)
	case object:
		dst = append(dst, '{')
		for i, m := range x {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(append(dst, raw(m.name)...), ':')
			dst = w.value(dst, m.value)
		}
		return append(dst, '}')
	case []any:
		dst = append(dst, '[')
		for i, e := range x {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = w.value(dst, e)
		}
		return append(dst, ']')
	default:
		return append(dst, "null"...)
	}
}
