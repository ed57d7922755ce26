package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"carehouse/extract/invented"
)

// A refusal is an error of the login.
type refusal struct {
	status int
	kind   string // invalid_grant
	number int    // of AADSTS
	text   string
}

func refuse(kind string, number int, text string) *refusal {
	return &refusal{http.StatusBadRequest, kind, number, text}
}

// missing is a parameter that is not there.
func missing(name string) *refusal {
	return refuse("invalid_request", 900144, "The request body must contain the following parameter: '"+name+"'.")
}

// unauthorized is a client that is not who it says.
func unauthorized(number int, text string) *refusal {
	return &refusal{http.StatusUnauthorized, "invalid_client", number, text}
}

// description is what Azure writes for people. Trace data stand in it.
func (r *refusal) description(now time.Time, trace, correlation string) string {
	return fmt.Sprintf("AADSTS%d: %s\r\nTrace ID: %s\r\nCorrelation ID: %s\r\nTimestamp: %s",
		r.number, r.text, trace, correlation, stamp(now))
}

func stamp(now time.Time) string { return now.Format("2006-01-02 15:04:05Z") }

// answer is the refusal as the token endpoint writes it.
func (r *refusal) answer(seed, number uint64, now time.Time) answer {
	d := invented.Throw(seed, forTraces, number, 0)
	trace, correlation := invented.UUID(&d), invented.UUID(&d)
	body, _ := json.Marshal(struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
		Codes       []int  `json:"error_codes"`
		Timestamp   string `json:"timestamp"`
		Trace       string `json:"trace_id"`
		Correlation string `json:"correlation_id"`
		URI         string `json:"error_uri"`
	}{
		r.kind, r.description(now, trace, correlation),
		[]int{r.number},
		stamp(now), trace, correlation,
		fmt.Sprintf("https://login.microsoftonline.com/error?code=%d", r.number),
	})
	return answer{status: r.status, kind: jsonKind, body: body}
}
