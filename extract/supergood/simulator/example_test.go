package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"carehouse/extract/supergood/simulator"
)

// A deployment whose session dies before the second page.
func Example() {
	deployment, err := simulator.New(simulator.Options{Seed: 1, Size: 40, Faults: []string{"expire:encounters:2"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	ask := func(r *http.Request) (status int, body map[string]any) {
		w := httptest.NewRecorder()
		deployment.ServeHTTP(w, r)
		_ = json.Unmarshal(w.Body.Bytes(), &body)
		return w.Code, body
	}
	login := deployment.Login(0)
	text, _ := json.Marshal(map[string]string{"username": login.Username, "password": login.Password})
	r := httptest.NewRequest(http.MethodPost, "/v1/authenticate", strings.NewReader(string(text)))
	r.Header.Set("Content-Type", "application/json")
	_, session := ask(r)
	for range 2 {
		r := httptest.NewRequest(http.MethodGet, "/v1/encounters?limit=15", nil)
		r.Header.Set("Authorization", fmt.Sprintf("Bearer %s", session["session_token"]))
		status, page := ask(r)
		fmt.Println(status, page["has_more"], page["error"])
	}
	fmt.Println(deployment.Count(0, "encounters"), "encounters,", deployment.LiveChecks(), "live checks")
	// Output:
	// 200 true <nil>
	// 401 <nil> session_expired
	// 20 encounters, 0 live checks
}
