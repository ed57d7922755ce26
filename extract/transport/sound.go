package transport

import (
	"encoding/json"
	"errors"
)

// What is wrong with a body of JSON.
var (
	ErrNotJSON = errors.New("the answer is not whole JSON")
	ErrTooDeep = errors.New("the answer is nested too deeply")
)

// MaxDepth is how many lists and objects may be inside one another. A page that has more cannot be flattened, so it is not
// landed either: a window with such a page in it would be of no use for ever.
const MaxDepth = 64

// Sound says what is wrong with a body that should be JSON, if anything is. Its strings may be no UTF-8: what is made of
// those is not the business of who fetches.
func Sound(body []byte) error {
	switch {
	case !json.Valid(body):
		return ErrNotJSON
	case deeper(body, MaxDepth):
		return ErrTooDeep
	default:
		return nil
	}
}

// deeper reports whether more than so many lists and objects of a valid body are inside one another.
func deeper(body []byte, most int) bool {
	depth, quoted := 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > most {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}
