package supergood

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// at returns the value at a place of a valid body, or nil. Names are matched exactly: "ID" is not "id". "" is the body.
func at(raw []byte, place string) []byte {
	raw = bytes.TrimSpace(raw)
	if place == "" {
		return raw
	}
	for name := range strings.SplitSeq(place, ".") {
		var members map[string]json.RawMessage
		if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &members) != nil {
			return nil
		}
		raw = bytes.TrimSpace(members[name])
	}
	return raw
}

// text reads a value that names something: a text or a number, as it is written. null and nothing are "".
func text(raw []byte) string {
	var s string
	switch {
	case len(raw) == 0:
		return ""
	case raw[0] == '"' && json.Unmarshal(raw, &s) == nil:
		return s
	case raw[0] == '-' || '0' <= raw[0] && raw[0] <= '9':
		return string(raw)
	default:
		return ""
	}
}

// nothing reports whether a value says nothing: it is missing, null, false, 0, or a text, list or object with nothing in it.
func nothing(raw []byte) bool {
	switch {
	case len(raw) == 0:
		return true
	case raw[0] == '[', raw[0] == '{':
		return len(bytes.TrimSpace(raw[1:len(raw)-1])) == 0
	default:
		return slices.Contains([]string{"null", "false", "0", `""`}, string(raw))
	}
}

// whole reads a count that is not negative; it is -1 where there is none.
func whole(raw []byte) int64 {
	n, err := strconv.ParseInt(text(raw), 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// moment reads a time in any of the ways in which a deployment may write one. One without a zone is taken for UTC: it is
// compared with others of its kind and with nothing else.
func moment(raw []byte) (time.Time, bool) {
	s := text(raw)
	for _, layout := range []string{
		time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00",
		"2006-01-02 15:04:05.999999999", time.DateOnly, "01/02/2006 15:04:05", "01/02/2006",
		"2006-01-02T15:04:05.999999999Z0700",
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), plausible(t)
		}
	}
	seconds, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return time.Time{}, false
	}
	if seconds > 1e11 { // so many seconds are in the year 5138; they are milliseconds
		seconds /= 1000
	}
	t := time.UnixMilli(int64(seconds * 1000)).UTC()
	return t, plausible(t)
}

// plausible reports whether a time is one at which somebody may have changed a record in a computer.
func plausible(t time.Time) bool { return t.Year() >= 1970 && t.Year() < 2200 }

// put writes a value to a place of an object that is built.
func put(object map[string]any, place string, value any) {
	names := strings.Split(place, ".")
	for _, name := range names[:len(names)-1] {
		inner, ok := object[name].(map[string]any)
		if !ok {
			inner = map[string]any{}
			object[name] = inner
		}
		object = inner
	}
	object[names[len(names)-1]] = value
}
