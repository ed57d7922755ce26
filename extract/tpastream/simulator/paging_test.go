package simulator_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"carehouse/extract/tpastream/simulator"
)

// a page is the envelope and the ids of what is in it.
type page struct {
	Data []struct {
		ClaimMedicalID int64 `json:"claim_medical_id"`
		EmployerID     int64 `json:"employer_id"`
		ID             int64 `json:"id"`
	} `json:"data"`
	Page    int  `json:"page"`
	PerPage int  `json:"per_page"`
	Pages   int  `json:"pages"`
	Total   int  `json:"total"`
	HasNext bool `json:"has_next"`
	HasPrev bool `json:"has_prev"`
	NextNum *int `json:"next_num"`
	PrevNum *int `json:"prev_num"`
}

func (p page) ids() []int64 {
	var out []int64
	for _, d := range p.Data {
		out = append(out, d.ClaimMedicalID)
	}
	return out
}

func get(t *testing.T, s *simulator.Simulator, path string) page {
	t.Helper()
	w := ask(s, path, basic())
	var p page
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%s: status %d: %v", path, w.Code, err)
	}
	return p
}

// sweep reads all pages of a list, as a client would that trusts has_next.
func sweep(t *testing.T, s *simulator.Simulator, path string, perPage int) []int64 {
	t.Helper()
	var ids []int64
	for n := 1; ; n++ {
		p := get(t, s, path+"?per_page="+strconv.Itoa(perPage)+"&page="+strconv.Itoa(n))
		ids = append(ids, p.ids()...)
		if !p.HasNext {
			return ids
		}
	}
}

func TestASweepReadsEachClaimOnce(t *testing.T) {
	t.Parallel()
	for _, order := range []simulator.Order{simulator.NewestFirst, simulator.ByID} {
		s := simulator.New(simulator.Options{Claims: 103, Order: order})
		ids := sweep(t, s, "/api/claims", 10)
		if sorted := slices.IsSorted(ids); sorted != (order == simulator.ByID) {
			t.Fatalf("%s: got sorted %v", order, sorted)
		}
		slices.Sort(ids)
		if want := s.ClaimIDs(); !slices.Equal(ids, want) || len(want) != 103 {
			t.Fatalf("%s: got %d claims, want the %d that there are", order, len(ids), len(want))
		}
	}
}

func TestAnUnstableOrderRepeatsAndSkipsAtPageEdges(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 100, Order: simulator.Unstable})
	ids := sweep(t, s, "/api/claims", 10)
	slices.Sort(ids)
	if distinct := len(slices.Compact(ids)); distinct >= 100 || distinct < 80 {
		t.Fatalf("got %d different claims on ten pages, want fewer than 100", distinct)
	}
}

func TestTheEnvelopeFollowsItsYear(t *testing.T) {
	t.Parallel()
	for style, want := range map[simulator.Style][2]string{
		simulator.Style2022: {"2 0", "4 2"}, simulator.Style2026: {"2 null", "null 2"},
	} {
		s := simulator.New(simulator.Options{Claims: 25, Style: style})
		for i, n := range []int{1, 3} {
			p := get(t, s, "/api/claims?page="+strconv.Itoa(n))
			number := func(n *int) string {
				if n == nil {
					return "null"
				}
				return strconv.Itoa(*n)
			}
			if got := number(p.NextNum) + " " + number(p.PrevNum); got != want[i] {
				t.Fatalf("%d, page %d: got next and prev %s, want %s", style, n, got, want[i])
			}
			if p.PerPage != 10 || p.Pages != 3 || p.Total != 25 || p.HasNext != (n == 1) || p.HasPrev != (n == 3) {
				t.Fatalf("%d, page %d: got %+v", style, n, p)
			}
		}
	}
}

func TestPagesThatAreNone(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 25})
	for path, status := range map[string]int{
		"/api/claims?page=0":                     404,
		"/api/claims?page=-1":                    404,
		"/api/claims?page=one":                   404,
		"/api/claims?page=4":                     404,
		"/api/claims?per_page=x":                 404,
		"/api/claims?page=3":                     200,
		"/api/claims?per_page=0":                 200,
		"/api/claims?modified_since=2026":        422,
		"/api/claims?sort=id":                    422,
		"/api/claims?hide_read=on":               422,
		"/api/employer/5000/claims?hide_read=on": 200,
		"/api/employer/5000/claims?hide_before_effective_date=on&page=1": 200,
		"/api/employer/1/claims":       404,
		"/api/employer/x/claims":       404,
		"/api/payer":                   404,
		"/":                            404,
		"/api/v2/claims/1":             404,
		"/api/v2/claims/":              200,
		"/api/v2/employer/5000/member": 200,
		"/api/v2/member/":              200,
		"/api/v2/member/880001":        200,
		"/api/v2/member/880001?page=1": 422,
	} {
		if w := ask(s, path, basic()); w.Code != status {
			t.Fatalf("%s: got %d %s, want %d", path, w.Code, w.Body, status)
		}
	}
}

func TestAnEmptyTenantHasAnEmptyFirstPage(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: -1})
	p := get(t, s, "/api/claims")
	if p.Data == nil || len(p.Data) != 0 || p.Total != 0 || p.Pages != 0 || p.HasNext {
		t.Fatalf("got %+v, want an empty page", p)
	}
}

func TestPerPageIsClampedWithoutAWord(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 250, MaxPerPage: 100})
	if p := get(t, s, "/api/claims?per_page=1000"); p.PerPage != 100 || len(p.Data) != 100 || p.Pages != 3 {
		t.Fatalf("got %d of %d per page, %d pages", len(p.Data), p.PerPage, p.Pages)
	}
}

func TestTheOtherSlashIsMoved(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 25})
	for path, want := range map[string]string{
		"/api/claims/?page=2": "/api/claims?page=2", "/api/v2/claims": "/api/v2/claims/", "/api/v2/events/": "/api/v2/events",
	} {
		w := ask(s, path, basic())
		if got := w.Header().Get("Location"); w.Code != http.StatusPermanentRedirect || got != want {
			t.Fatalf("%s: got %d to %q, want %q", path, w.Code, got, want)
		}
	}
}

func TestScopedClaimsAreARelation(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 2000, Order: simulator.ByID})
	var byEmployer, byHolder []int64
	for _, e := range s.Truth().Employers {
		id, _ := e.EmployerID.Get()
		byEmployer = append(byEmployer, sweep(t, s, "/api/employer/"+strconv.FormatInt(id, 10)+"/claims", 500)...)
	}
	for _, h := range s.Truth().PolicyHolders {
		id, _ := h.PolicyHolderID.Get()
		byHolder = append(byHolder, sweep(t, s, "/api/policy_holder/"+strconv.FormatInt(id, 10)+"/claims", 500)...)
	}
	slices.Sort(byHolder)
	if !slices.Equal(byHolder, s.ClaimIDs()) {
		t.Fatal("policy holders: their claims are not all claims, each once")
	}
	n := len(byEmployer)
	slices.Sort(byEmployer)
	distinct := len(slices.Compact(byEmployer))
	if distinct == n || distinct == 2000 {
		t.Fatalf("employers: got %d claims, %d different; want some twice and some missing", n, distinct)
	}
}

func TestFiltersOfAnEmployersClaimsHideSome(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 1000})
	count := func(query string) (total int) {
		for _, id := range []string{"5000", "5001", "5002", "5003", "5004"} {
			total += get(t, s, "/api/employer/"+id+"/claims"+query).Total
		}
		return total
	}
	all, read, early := count(""), count("?hide_read=on"), count("?hide_before_effective_date=on")
	if read >= all || early >= all || read == 0 || early == 0 {
		t.Fatalf("got %d of %d with hide_read, %d with hide_before_effective_date", read, all, early)
	}
	if log := s.Requests(); !slices.Equal(log[5].Query, []string{"hide_read"}) {
		t.Fatalf("got %q in the log, want hide_read", log[5].Query)
	}
}
