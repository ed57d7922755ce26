package supergood

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"carehouse/extract"
	"carehouse/models"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		status  int
		code    string
		want    models.Outcome
		advises string
		asked   int // by both datasets
	}{
		{"not licensed", http.StatusForbidden, "module_not_licensed", models.NotEntitled, "license it", 2},
		{"not licensed, said otherwise", http.StatusPaymentRequired, "module_not_licensed", models.NotEntitled, "license it", 2},
		{"not allowed", http.StatusForbidden, "role", models.NotEntitled, "have it allowed", 2},
		{"no such path", http.StatusNotFound, "", models.Failed, "carehouse probe my-portal", 2},
		{"a parameter", http.StatusUnprocessableEntity, "", models.Failed, "parameters and formats", 2},
		{"locked", http.StatusLocked, "", models.NeedsPerson, "sign in to the portal", 1},
		{"busy", http.StatusConflict, "", models.Unreachable, "somebody else", 10},
		{"a list that is gone at once", http.StatusGone, "", models.Failed, "quieter time", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.answer = func(w http.ResponseWriter, _ *http.Request) bool {
					refuse(w, tt.status, tt.code)
					return true
				}
				for _, name := range []string{encounters, patients} {
					_, err := s.run(t, name)
					f, ok := errors.AsType[extract.Finder](err)
					if !ok || f.Outcome() != tt.want || !strings.Contains(f.Advice(), tt.advises) && tt.asked != 1 {
						t.Errorf("got %v (%s)", err, extract.OutcomeOf(err))
					}
					if strings.Contains(err.Error(), "CANARY") {
						t.Errorf("%q repeats the answer", err)
					}
				}
				if got := len(s.took()); got != tt.asked {
					t.Errorf("asked %d times, want %d", got, tt.asked)
				}
			})
		})
	}
}

// TestErrorsWithStatus200 are no empty lists.
func TestErrorsWithStatus200(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, body string
		want       models.Outcome
		says       string
		asked      int
	}{
		{"not licensed", `{"error":"module_not_licensed","data":[]}`, models.NotEntitled, "not licensed", 1},
		{"not licensed, and no list", `{"error":"module_not_licensed"}`, models.NotEntitled, "not licensed", 1},
		{"something else", `{"error":"CANARY","data":null}`, models.Unreachable, "an error in place of records", 5},
		{"something else, and no list", `{"error":"CANARY"}`, models.Unreachable, "an error in place of records", 5},
		{"a cursor that is gone", `{"error":"cursor_expired","data":[]}`, models.Failed, "the cursor is not valid", 1},
		{"an object", `{"error":{"message":"CANARY"},"data":[]}`, models.Unreachable, "an error in place of records", 5},
		{"a flag", `{"error":true,"message":"CANARY","data":[]}`, models.Unreachable, "an error in place of records", 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.answer = func(w http.ResponseWriter, _ *http.Request) bool {
					_, _ = w.Write([]byte(tt.body))
					return true
				}
				_, err := s.run(t, encounters)
				if err == nil || extract.OutcomeOf(err) != tt.want || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "CANARY") {
					t.Fatalf("got %v (%s), want %s", err, extract.OutcomeOf(err), tt.want)
				}
				if got := len(s.took()); got != tt.asked {
					t.Errorf("asked %d times, want %d", got, tt.asked)
				}
			})
		})
	}
	for _, none := range []any{nil, false, 0, "", map[string]any{}, []any{}} {
		t.Run(fmt.Sprintf("no error: %v", none), func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.shape = func(_ string, e map[string]any) { e["error"] = none }
				if _, past := s.must(t, encounters); past.Verdict.Outcome != models.Complete || past.Verdict.Remark != "" {
					t.Errorf("got %+v", past.Verdict)
				}
				s.lists["/encounters"] = []map[string]any{}
				if _, past := s.must(t, encounters); past.Verdict.Outcome != models.Empty || len(s.took()) != 4 {
					t.Errorf("got %+v", past.Verdict)
				}
			})
		})
	}
}

// TestAnErrorBesideRecords has a deployment that answers with what it could get. What came is good, and nothing is
// concluded from what did not.
func TestAnErrorBesideRecords(t *testing.T) {
	t.Parallel()
	for _, wrong := range []any{"upstream_timeout", "module_not_licensed", true, map[string]any{"code": 7}} {
		on(t, nil, func(t *testing.T, s *stage) {
			t.Helper()
			n := 0
			s.shape = func(_ string, e map[string]any) {
				if n++; n == 2 {
					e["data"], e["error"] = e["data"].([]map[string]any)[:4], wrong
				}
			}
			_, past := s.must(t, encounters)
			if v := past.Verdict; v.Outcome != models.Partial || v.Absence || v.Distinct != 19 || !strings.Contains(v.Remark, "errors.code") {
				t.Errorf("%v: got %+v", wrong, v)
			}
		})
	}
}

// TestAnAnswerWithoutATokenIsARefusal of a portal that says no in its own way, and counts how often it had to.
func TestAnAnswerWithoutATokenIsARefusal(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.door = func(w http.ResponseWriter, _ bool) bool {
			reply(w, map[string]any{"success": false, "message": "CANARY"})
			return true
		}
		if n, err := s.night(t, s.source); n != 1 || extract.OutcomeOf(err) != models.Failed || !strings.Contains(err.Error(), "it has texts in: message") {
			t.Errorf("the first night: %d calls, %v", n, err)
		}
		n, err := s.night(t, s.another(t, "my-portal", nil))
		if needs(t, err, "is not sent again", "carehouse check my-portal"); n != 0 {
			t.Errorf("the second night sent %d calls", n)
		}
		s.door = nil
		if _, err := s.another(t, "my-portal", nil).Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
