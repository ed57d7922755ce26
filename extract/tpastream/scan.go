package tpastream

import (
	"encoding/json"
	"iter"
	"slices"
)

// The functions below walk over JSON that [json.Valid] has seen, without building anything. encoding/json would take
// "ID" for "id", and the two may be different fields of one record.

// fields yields the members of an object. Of anything else it yields nothing.
func fields(raw []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		i := space(raw, 0)
		if i == len(raw) || raw[i] != '{' {
			return
		}
		for i = space(raw, i+1); raw[i] != '}'; {
			end := value(raw, i)
			key := name(raw[i:end])
			i = space(raw, space(raw, end)+1) // behind the colon
			end = value(raw, i)
			if !yield(key, raw[i:end]) {
				return
			}
			if i = space(raw, end); raw[i] == ',' {
				i = space(raw, i+1)
			}
		}
	}
}

// elements yields the elements of a list. Of anything else it yields nothing.
func elements(raw []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		i := space(raw, 0)
		if i == len(raw) || raw[i] != '[' {
			return
		}
		for i = space(raw, i+1); raw[i] != ']'; {
			end := value(raw, i)
			if !yield(raw[i:end]) {
				return
			}
			if i = space(raw, end); raw[i] == ',' {
				i = space(raw, i+1)
			}
		}
	}
}

// name returns a member's name without its quotes.
func name(quoted []byte) string {
	if slices.Contains(quoted, '\\') {
		var s string
		_ = json.Unmarshal(quoted, &s) // it is valid
		return s
	}
	return string(quoted[1 : len(quoted)-1])
}

// space returns where the white space at i ends.
func space(raw []byte, i int) int {
	for i < len(raw) && (raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\t' || raw[i] == '\r') {
		i++
	}
	return i
}

// value returns where the value at i ends.
func value(raw []byte, i int) int {
	switch raw[i] {
	case '"':
		return quote(raw, i)
	case '{', '[':
		return nest(raw, i)
	}
	for i < len(raw) {
		switch raw[i] {
		case ',', ']', '}', ' ', '\n', '\t', '\r', ':':
			return i
		}
		i++
	}
	return i
}

// quote returns where the string at i ends.
func quote(raw []byte, i int) int {
	for i++; raw[i] != '"'; i++ {
		if raw[i] == '\\' {
			i++
		}
	}
	return i + 1
}

// nest returns where the object or list at i ends.
func nest(raw []byte, i int) int {
	for depth := 0; ; i++ {
		switch raw[i] {
		case '"':
			i = quote(raw, i) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
}
