package tebra

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// published returns how far apart the vendor wants two calls of an operation: the Technical Guide of April 2025, section
// 3.3. What the guide does not list is taken for one of the slower ones.
func published(op string) time.Duration {
	switch op {
	case getAllPatients, getThrottles:
		return 5 * time.Second
	case getAppointment, getEncounter, getPractices, getCodes, getProviders, getLocations:
		return 500 * time.Millisecond
	case getPatient:
		return 250 * time.Millisecond
	default:
		return time.Second
	}
}

// maxInterval is the longest interval that is believed: with a longer one no answer would come in a night.
const maxInterval = 10 * time.Minute

// endpoint returns the operation that GetThrottles means. Nobody has shown how it spells them, so their names are looked
// for in any case, behind a path or a namespace, and in the guide's spelling.
func endpoint(text string) string {
	text = strings.ToLower(strings.Trim(text, " /"))
	if at := strings.LastIndexAny(text, "/.:# "); at >= 0 {
		text = text[at+1:]
	}
	if text == strings.ToLower("GetProcedureCode") {
		return getCodes
	}
	for _, op := range operations() {
		if strings.ToLower(op.name) == text {
			return op.name
		}
	}
	return ""
}

// milliseconds reads an interval that the service names.
func milliseconds(text string) (time.Duration, bool) {
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(n) || n < 0 || n > float64(maxInterval/time.Millisecond) {
		return 0, false
	}
	return time.Duration(n * float64(time.Millisecond)), true
}

// tooEarly is what the service says, somewhere in its answer, when calls come too close together.
const tooEarly = "endpoint requested more than allowed"

// early reports whether a body says so, and which interval it names, if it does. It looks at the bytes, because such an
// answer may break the schema and even XML.
func early(body []byte) (named time.Duration, is bool) {
	text := strings.ToLower(string(body))
	_, rest, is := strings.Cut(text, tooEarly)
	if !is {
		return 0, false
	}
	_, rest, ok := strings.Cut(rest, "interval ")
	digits, _, ends := strings.Cut(rest, " millisecond")
	if !ok || !ends {
		return 0, true
	}
	named, _ = milliseconds(digits)
	return named, true
}
