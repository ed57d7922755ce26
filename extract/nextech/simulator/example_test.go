package simulator_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"carehouse/extract/nextech/simulator"
)

// A login whose second search is answered with a 429, and whose access token then ends.
func Example() {
	login, err := simulator.New(simulator.Options{
		Seed: 1, Errors: simulator.EmptyErrors, Faults: []string{"429-seconds:search:2", "expire:search:3"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(login)
	defer server.Close()

	token := login.AccessToken()
	for range 3 {
		r, _ := http.NewRequest(http.MethodGet, server.URL+simulator.BasePath+"/search?term=AB123", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("x-nextech-practice-id", login.Practices()[0])
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			fmt.Println(err)
			return
		}
		body, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		fmt.Printf("%d %q %t\n", answer.StatusCode, answer.Header.Get("Retry-After"), len(body) > 2)
	}
	fmt.Println(len(login.Truth("").Encounters), "encounters in truth")
	// Output:
	// 200 "" true
	// 429 "2" true
	// 401 "" false
	// 180 encounters in truth
}
