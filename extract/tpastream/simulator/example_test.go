package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"

	"carehouse/extract/tpastream/simulator"
)

// A tenant with 120 claims, whose second request is answered with a 503 and then with two claims more.
func Example() {
	tenant := simulator.New(simulator.Options{Seed: 1, Claims: 120})
	tenant.Fault(simulator.Fault{Kind: simulator.Unavailable, Call: "/api/claims", Nth: 2})
	tenant.At(3, func() { tenant.Insert(2) })
	server := httptest.NewServer(tenant)
	defer server.Close()

	for range 3 {
		r, _ := http.NewRequest(http.MethodGet, server.URL+"/api/claims?per_page=100", nil)
		r.SetBasicAuth(simulator.DefaultEmail, simulator.DefaultAPIKey)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			fmt.Println(err)
			return
		}
		var page struct {
			Total   int  `json:"total"`
			HasNext bool `json:"has_next"`
		}
		_ = json.NewDecoder(answer.Body).Decode(&page)
		_ = answer.Body.Close()
		fmt.Println(answer.StatusCode, page.Total, page.HasNext)
	}
	fmt.Println(len(tenant.Truth().Claims), "claims in truth")
	// Output:
	// 200 120 true
	// 503 0 false
	// 200 122 true
	// 122 claims in truth
}
