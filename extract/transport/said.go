package transport

import (
	"encoding/json"
	"strings"
)

// maxErrorBody is how much of an error's body is looked at.
const maxErrorBody = 64 << 10

// said looks into the body of an error for two things: the name of the incident, if it looks like one, and which of
// the known texts it holds. The text that is returned is the known one, so that nothing of the body gets out.
func said(body []byte, known []string) (eventID, text string) {
	var in struct {
		Message json.RawMessage `json:"message"`
		Detail  json.RawMessage `json:"detail"`
		Errors  json.RawMessage `json:"errors"`
		Error   json.RawMessage `json:"error"`
		EventID json.RawMessage `json:"event_id"`
	}
	if json.Unmarshal(body, &in) != nil {
		return "", "" // HTML, or nothing
	}
	var id string
	if json.Unmarshal(in.EventID, &id) == nil && identifies(id) {
		eventID = id
	}
	for _, raw := range []json.RawMessage{in.Message, in.Detail, in.Errors, in.Error} {
		if text = match(raw, known); text != "" {
			return eventID, text
		}
	}
	return eventID, ""
}

// match finds the first known text in any string of a value, whatever its shape.
func match(raw json.RawMessage, known []string) string {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return ""
	}
	return search(v, known)
}

func search(v any, known []string) string {
	switch v := v.(type) {
	case string:
		for _, k := range known {
			if strings.Contains(v, k) {
				return k
			}
		}
	case []any:
		for _, e := range v {
			if found := search(e, known); found != "" {
				return found
			}
		}
	case map[string]any:
		for _, k := range known { // in the order of the known texts, not of the map
			for _, e := range v {
				if found := search(e, []string{k}); found != "" {
					return found
				}
			}
		}
	}
	return ""
}

// identifies reports whether s looks like the name of an incident: short, letters, digits and hyphens. Nine digits are
// a social security number for all we know.
func identifies(s string) bool {
	if len(s) < 4 || len(s) > 64 {
		return false
	}
	digits, letters := 0, 0
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
			letters++
		case r == '-':
		default:
			return false
		}
	}
	return letters > 0 || digits > 12
}
